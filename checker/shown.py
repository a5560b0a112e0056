"""Third-party text made fit to be shown: to a terminal, in JSON, in a page.

A title or a quote comes from a stranger. It may carry terminal escapes, characters that turn the
reading direction of everything after them, invisible letters, towers of accents, or halves of
characters that no encoder accepts. What is left here is the words, on one line.

>>> printable("Via\\u200bgra \\x1b[31mcheap\\u202e")
'Viagra [31mcheap'
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_JOINERS = "\u200c\u200d"  # Persian and the scripts of India need them between letters.
_MOST_ACCENTS = 4  # On one letter; more is a tower, not a language.
_PLAIN = re.compile(r"[ -~]*\Z")


def printable(text: str) -> str:
    """``text`` on one line without controls, direction marks, invisible and broken characters."""
    if _PLAIN.match(text):
        return " ".join(text.split())
    kept: list[str] = []
    accents = 0
    for char in text:
        category = unicodedata.category(char)
        shown = _shown(char, category)
        if shown:  # What is left out does not end a tower.
            accents = accents + 1 if category in ("Mn", "Me") else 0
        if accents <= _MOST_ACCENTS:
            kept.append(shown)
    return " ".join("".join(kept).split())


def _shown(char: str, category: str) -> str:
    if category == "Cf":
        return char if char in _JOINERS else ""
    if category in ("Cc", "Zl", "Zp"):
        return " " if char.isspace() else ""
    if category == "Cs":
        return "\ufffd"
    return char


def origin(url: str) -> str:
    """Scheme and host of ``url``: what may be kept of an address that tells of someone's health.

    >>> origin("https://pills.example/buy/x?mail=me#now")
    'https://pills.example/'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""
