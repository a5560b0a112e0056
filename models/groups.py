"""Which rows belong to one owner: rows that share a network, a domain, a family or nearly all their text.

Rows of one owner stand on one side of every split. Texts are compared by the 64 smallest hashes of
their runs of five words; 40 in common join two networks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from zlib import crc32

SKETCH = 64
ALIKE = 40
RUN = 5
COMMON = 200
"""Rows from which a hash is boilerplate (cookie notices, licences) and joins nobody."""


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """The smallest hashes of all runs of words; empty for texts too short to compare."""
    runs = {crc32(" ".join(words[i : i + RUN]).encode()) for i in range(len(words) - RUN + 1)}
    return tuple(sorted(runs)[:SKETCH]) if len(runs) >= SKETCH // 2 else ()


def grouped(owners: Sequence[Iterable[str]], sketches: Sequence[tuple[int, ...]]) -> list[int]:
    """The group of each row, numbered in order of their first row."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def join(a: str, b: str) -> None:
        parent[find(b)] = find(a)

    first = [next(iter(names)) for names in owners]
    for names in owners:
        for one, other in zip(names, list(names)[1:], strict=False):
            join(one, other)
    for a, b in _alike(sketches, first):
        join(first[a], first[b])
    numbers: dict[str, int] = {}
    return [numbers.setdefault(find(name), len(numbers)) for name in first]


def _alike(sketches: Sequence[tuple[int, ...]], owner: Sequence[str]) -> Iterable[tuple[int, int]]:
    holders: dict[int, list[int]] = defaultdict(list)
    for row, hashes in enumerate(sketches):
        for value in hashes:
            holders[value].append(row)
    shared: Counter[tuple[int, int]] = Counter()
    for rows in holders.values():
        if 1 < len(rows) <= COMMON and len({owner[row] for row in rows}) > 1:
            shared.update(p for p in combinations(rows, 2) if owner[p[0]] != owner[p[1]])
    return sorted(pair for pair, count in shared.items() if count >= ALIKE)
