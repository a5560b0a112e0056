"""Known affiliate programmes and shop templates whose marks stand in the page.

Nine in ten illicit shops belong to a network (NABP 2012-2015): the same text, paths and pictures
return under ever new names. A mark is looked for where it shows: in the text, in the addresses
of links or in those of images.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from checker.page.anchors import present, register
from checker.page.document import Document
from checker.patterns import compiled, loads_patterns
from checker.reference import table

_REACH = 300
"""Characters on either side of an anchor in which the rest of its mark stands."""


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    part: str
    """``text``, ``link``, ``image`` or ``any`` (text and links)."""
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]


@loads_patterns
@cache
def _marks() -> tuple[_Mark, ...]:
    return tuple(
        _Mark(row["name"], row["part"], tuple(row["anchors"].split("|")), compiled(row["pattern"]))
        for row in table("infrastructure")
    )


register(anchor for row in table("infrastructure") for anchor in row["anchors"].split("|"))


@cache
def strong_marks() -> frozenset[str]:
    """Names of the marks that no honest shop has reason to carry."""
    return frozenset(r["name"] for r in table("infrastructure") if r["strength"] == "strong")


def markers(doc: Document) -> tuple[str, ...]:
    """Names of the programmes and templates recognised, in the order of the table."""
    links = "\n".join(link.url[:300] for link in doc.links)
    images = "\n".join(image.src[:200] for image in doc.images)
    texts = {
        "text": (doc.text, doc.title),
        "link": (links,),
        "image": (images,),
        "any": (doc.text, doc.title, links),
    }
    return tuple(
        mark.name for mark in _marks() if any(_stands(mark, text) for text in texts[mark.part])
    )


def _stands(mark: _Mark, text: str) -> bool:
    """True when the mark's pattern matches around one of its anchors, on its line."""
    found = present(text)
    for anchor in mark.anchors:
        for at in found.get(anchor, ()):
            low, high = max(0, at - _REACH), at + _REACH
            low = text.rfind("\n", low, at) + 1 or low
            newline = text.find("\n", at, high)
            if mark.pattern.search(text, low, high if newline < 0 else newline):
                return True
    return False
