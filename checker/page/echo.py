"""Pages that any address brings up: nothing is there, this is what was searched for, or the page has another address.

Such a page repeats words of its address, and those are whoever typed the address's, or set the link to it, and
not the site's.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import unquote, urlsplit

import ahocorasick

from checker.page.document import Document
from checker.page.words import finder, meanings
from checker.reference import table

FIRST = 6
"""Blocks of the main part, headings included, in which such a page says so."""
LONGEST = 150
"""Characters of the longest such sentence."""
_BREAKS = str.maketrans(dict.fromkeys("-_/+.=&?", " "))


def brought_up_by_any_address(doc: Document) -> bool:
    """True when title or first words say that nothing was found, or what was searched for, or the page names
    another address as its own (``rel=canonical``)."""
    if doc.canonical.startswith("http") and _path(doc.canonical) != _path(doc.url):
        return True
    main = [block.text for block in doc.blocks if block.place == "main"][:FIRST]
    said = [text for text in (doc.title, *main) if len(text) <= LONGEST]
    return next(meanings(_words(), "\n".join(said)), "") != ""


def words_of_address(url: str) -> str:
    """Path and query of ``url``, as words.

    >>> words_of_address("https://choir.example/?s=buy+viagra-100mg")
    's buy viagra 100mg'
    """
    parts = urlsplit(url[:2048])
    return unquote(f"{parts.path} {parts.query}").translate(_BREAKS).strip()


def _path(url: str) -> str:
    """The path of ``url``, in one spelling."""
    return unquote(urlsplit(url[:2048]).path).strip("/").lower()


@cache
def _words() -> ahocorasick.Automaton:
    return finder((row["words"], row["answer"]) for row in table("answer_words"))
