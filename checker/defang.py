"""Addresses written so that nothing opens them by mistake: for letters, e-mails and printed reports.

>>> defanged("https://pills.example/buy?x=1")
'hxxps://pills[.]example/buy?x=1'
>>> defanged_text("Order at www.pills.example or pills@mail.example today.")
'Order at www[.]pills[.]example or pills@mail[.]example today.'
"""

from __future__ import annotations

import re

from checker.patterns import compiled

_HOST = compiled(r"(?<![\w.-])(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?![\w-])")
_SCHEME = compiled(r"\bhttp(s?)://")


def defanged(url: str) -> str:
    """``url``, or a bare host, that no program takes for a link."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    host, slash, way = rest.partition("/")
    shown = {"http": "hxxp", "https": "hxxps"}.get(scheme.lower(), scheme)
    return f"{shown}{separator}{host.replace('.', '[.]')}{slash}{way}"


def defanged_text(text: str) -> str:
    """``text`` with every web address and host in it defanged."""
    return _HOST.sub(_dots, _SCHEME.sub(r"hxxp\1://", text))


def _dots(host: re.Match[str]) -> str:
    return host.group().replace(".", "[.]")
