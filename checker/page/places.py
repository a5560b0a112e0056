"""Where on a page something stands, and the words around it: shared by the fact readers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from checker.page.document import Block, Document
from checker.page.facts import Place


def place_at(doc: Document, offset: int) -> Place:
    """The place of ``offset`` in :attr:`Document.text`."""
    number = bisect_right(doc.blocks, offset, key=_start) - 1
    if number < 0:
        return Place(part="main")
    return Place(part=doc.blocks[number].place, block=number)


def _start(block: Block) -> int:
    return block.start


def around(text: str, start: int, end: int, *, limit: int = 160) -> str:
    """The words of ``text[start:end]`` with what stands around them on the same lines.

    >>> around("Shop\\nCompany number 01234567, London\\nBasket", 20, 28)
    'Company number 01234567, London'
    """
    spare = max(0, limit - (end - start)) // 2
    low, high = max(0, start - spare), min(len(text), end + spare)
    low = max(low, text.rfind("\n", low, start) + 1)
    newline = text.find("\n", end, high)
    return " ".join(text[low : high if newline < 0 else newline].split())[:limit]


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """``text`` in lower case with every offset kept (a few letters grow when lowered).

    >>> len(lowered("İzmir"))
    5
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def occurrences(text: str, literal: str, *, limit: int) -> Iterator[int]:
    """Offsets of ``literal``, at most ``limit`` of them, in C speed."""
    at = text.find(literal)
    while at >= 0 and limit > 0:
        yield at
        limit -= 1
        at = text.find(literal, at + len(literal))
