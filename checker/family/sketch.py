"""Sketches: a page's skeleton, its words and its addresses as 128 numbers each, comparable at once.

The share of equal numbers in two sketches estimates how much of two sets is common (Jaccard), within
about 0.05. Skeletons are read from the bytes by expressions that are linear, never by a parser: what
a page holds cannot make it hang, and nothing of it is kept but the numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from urllib.parse import SplitResult, urlsplit

from rensa import RMinHash

from checker.page.facts import PageFacts
from checker.patterns import compiled

NUMBERS = 128
BANDS, WIDTH = 16, 3
"""Groups under which a sketch is found. Two sets with half of everything in common share one of 16 groups
of three numbers nine times in ten, and with a tenth once in sixty."""
SCHEME = "rensa-r-42"
"""Sketches of different schemes cannot be compared."""
MOST_BYTES = 512 * 1024
MOST_TOKENS = 6000
FEWEST = {"template": 40, "text": 40, "paths": 12}
"""Things below which a set says nothing about who made the page."""

Sketch = tuple[int, ...]

_TAG = compiled(r"<([a-z][a-z0-9-]{0,30})((?:[\s/][^<>]{0,1500})?)>")
_CLASS = compiled(r"\bclass(?:name)?\s?=\s?[\"'{]{1,2}([^\"'<>]{1,300})")
_COMMON = compiled(
    r"(?:col|row|container|btn|nav|navbar|text|bg|d|p|m|[mp][trblxy]|w|h|flex|grid|items|justify|gap|font|rounded|border"
    r"|shadow|space|max|min|sm|md|lg|xl|hover|focus|absolute|relative|fixed|hidden|block|inline|fa|fas|far|fab|icon"
    r"|glyphicon|card|form|input|img|list|table|modal|dropdown|carousel|slick|swiper|owl|active|clearfix|wrapper"
    r"|header|footer|main|content|title|menu|item|section|wp|woocommerce|product|products|shopify|elementor|et|vc"
    r"|wpb|bx|menu-item|page|post|widget|entry|site|type|status|tw|mui|css|sc|lazyload|price|add|cart|color|template"
    r"|position|transition|duration|opacity|top|left|right|bottom|z|leading|tracking|overflow|cursor|group)"
    r"(?:$|[-_:/0-9\[].*)"
)
_WORD = compiled(r"[^\W\d_]{2,40}", 0)


def skeleton(body: bytes) -> Iterator[str]:
    """Three tags after one another, and the class names that no common theme or framework has."""
    text = body[:MOST_BYTES].decode("latin-1")
    one, two = "", ""
    for match in _TAG.finditer(text):
        tag = match[1].lower()
        own: list[str] = []
        named = _CLASS.search(match[2])
        if named:
            own = [name for name in named[1].split()[:8] if not _COMMON.fullmatch(name)]
        yield from own
        if one and own:
            yield f"{one}>{two}>{tag}.{own[0]}"
        one, two = two, f"{tag}.{own[0]}" if own else tag


def words(pages: Iterable[PageFacts]) -> Iterator[str]:
    """Four words after one another, as they stand in the visible text."""
    for page in pages:
        found = [word.lower() for word in _WORD.findall(page.text[:200_000])]
        for at in range(len(found) - 3):
            yield " ".join(found[at : at + 4])


def paths(pages: Iterable[PageFacts]) -> Iterator[str]:
    """The addresses the pages link to on their own site: a clone keeps its names of pages."""
    for page in pages:
        host = _host(page.url)
        for link in page.links:
            parts = _split(link.url)
            if parts is not None and parts.hostname in (None, host) and len(parts.path) > 4:
                yield parts.path.rstrip("/").lower()


def _host(url: str) -> str:
    parts = _split(url)
    return (parts.hostname or "") if parts is not None else ""


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def sketch(kind: str, tokens: Iterable[str]) -> Sketch:
    """The sketch of a set of tokens; empty when there are too few of them to tell anything."""
    some = set(islice(tokens, MOST_TOKENS * 4))
    if len(some) < FEWEST[kind]:
        return ()
    made = RMinHash(num_perm=NUMBERS, seed=42)
    made.update(sorted(some))
    return tuple(made.digest())


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of common things, 0 to 1; 0 when either sketch is empty."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / NUMBERS


def bands(kind: str, numbers: Sequence[int]) -> tuple[int, ...]:
    """The keys under which a sketch is looked up: signed 64-bit numbers, one for each group."""
    return tuple(
        hashed(f"{kind}{band}".encode() + pack(numbers[band * WIDTH : (band + 1) * WIDTH]))
        for band in range(BANDS if numbers else 0)
    )


def hashed(data: bytes) -> int:
    """``data`` as a signed 64-bit number, the same everywhere."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def pack(numbers: Sequence[int]) -> bytes:
    """A sketch as bytes."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def unpack(data: bytes) -> Sketch:
    """A sketch out of its bytes."""
    return struct.unpack(f">{len(data) // 4}I", data)
