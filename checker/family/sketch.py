"""Sketches: large sets as 128 numbers each, comparable at once.

The share of equal numbers in two sketches estimates how much of two sets is common (Jaccard), within
about 0.05. Nothing of a page is kept but the numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from rensa import RMinHash

from checker.family.numbers import hashed
from checker.family.said import is_policy, spoken
from checker.page.facts import PageFacts

NUMBERS = 128
BANDS, WIDTH = 16, 3
"""Groups under which a sketch is found. Two sets with half of everything in common share one of 16 groups
of three numbers nine times in ten, and with a tenth once in sixty."""
SCHEME = "rensa-r-42/2"
"""Fingerprints of different schemes cannot be compared."""
MOST_TOKENS = 6000
FEWEST = {"template": 40, "text": 40, "paths": 12}
"""Things below which a set says nothing about who made the page."""

Sketch = tuple[int, ...]


def shingles(pages: Iterable[PageFacts]) -> Iterator[str]:
    """Four words after one another, as they are said; terms and privacy, and what software says, left out."""
    for page in pages:
        if is_policy(page):
            continue
        found = list(chain.from_iterable(spoken(page)))
        for at in range(len(found) - 3):
            yield " ".join(found[at : at + 4])


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


def pack(numbers: Sequence[int]) -> bytes:
    """A sketch as bytes."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def unpack(data: bytes) -> Sketch:
    """A sketch out of its bytes."""
    return struct.unpack(f">{len(data) // 4}I", data)
