"""Mail addresses: in links, in the text (also written "name at domain"), in structured data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from checker.page.anchors import places, register
from checker.page.document import Document
from checker.page.facts import Email, Place
from checker.page.places import place_at
from checker.page.structured import values
from checker.patterns import compiled
from checker.reference import table

MOST = 30

_LOCAL = compiled(r"[A-Za-z0-9][\w.+'-]{0,63}+$", 0)
_DOMAIN = compiled(r"[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){1,6}", 0)
_WHOLE = compiled(r"[\w.+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z][a-z0-9-]{1,20}")
_AT = ("@", " (at) ", "(at)", "[at]", " [at] ")
# Endings of files, which stand after an @ in names of images for fine screens (logo@2x.png).
_FILES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".css", ".js")
_PROTECTED = "/cdn-cgi/l/email-protection#"


register(_AT)


def emails(doc: Document) -> tuple[Email, ...]:
    """The page's mail addresses, each once, at most :data:`MOST`."""
    found: dict[str, Email] = {}
    for address, place in _candidates(doc):
        clean = address.strip(" .,;:'\"<>()-").lower()
        if clean in found or clean.endswith(_FILES) or not _WHOLE.fullmatch(clean):
            continue
        if any(clean.startswith(known) for known in found):
            continue  # The next sentence stuck to it.
        domain = clean.partition("@")[2]
        found[clean] = Email(clean, domain, free_provider(domain), place)
        if len(found) >= MOST:
            break
    return tuple(found.values())


def free_provider(domain: str) -> bool:
    """True for mail boxes that anyone gets: free, anonymous or disposable ones, and those that
    come with an internet line.

    >>> free_provider("gmail.com"), free_provider("nhs.net")
    (True, False)
    """
    return domain in _providers()


def anonymous_provider(domain: str) -> bool:
    """True for services whose point is that nobody can tell who writes, and for throw-away boxes.

    >>> anonymous_provider("cock.li"), anonymous_provider("gmail.com")
    (True, False)
    """
    return _providers().get(domain) in ("anonymous", "disposable")


@cache
def _providers() -> dict[str, str]:
    return {row["domain"]: row["kind"] for row in table("mail_providers")}


def _candidates(doc: Document) -> Iterator[tuple[str, Place]]:
    for link in doc.links:
        if link.url.startswith("mailto:"):
            for one in unquote(link.url[7:300]).partition("?")[0].split(",")[:5]:
                yield one, Place(part=link.place)
        elif _PROTECTED in link.url:
            yield _unprotected(link.url.partition(_PROTECTED)[2]), Place(part=link.place)
    for _, value in values(doc, "email"):
        yield value.removeprefix("mailto:"), Place(part="structured")
    text = doc.text
    for sign in _AT:
        for at in places(text, sign)[:60]:
            address = _around_at(text, at, at + len(sign))
            if address:
                yield address, place_at(doc, at)


def _around_at(text: str, at: int, after: int) -> str:
    """The address whose at-sign is ``text[at:after]``, or an empty string."""
    local = _LOCAL.search(text[max(0, at - 64) : at])
    domain = _DOMAIN.match(text[after : after + 200])
    return f"{local.group()}@{domain.group()}" if local and domain else ""


def _unprotected(code: str) -> str:
    """The address in a link that hides it from harvesters: hex bytes, the first one the key.

    >>> _unprotected("422b2c242d0231302f2d326c273a232f322e27")
    'info@srmop.example'
    """
    try:
        key, *rest = bytes.fromhex(code[:200])
    except ValueError:
        return ""
    return bytes(b ^ key for b in rest).decode("utf-8", "replace")
