"""A host name as numbers, for the address model: its runs of letters, hashed, and its shape.

The public suffix is left out: which country a name is registered in tells where the lists were made,
not what the seller does.

>>> codes("shop.example") == codes("shop.test"), shape("buy-meds24.example")["digits"]
(True, 2.0)
"""

from __future__ import annotations

from zlib import crc32

from checker.domains import registrable

CODES = 1 << 18
LONGEST = 60
"""Characters of a name that are read."""
RUNS = (3, 4, 5)
"""Lengths of the runs of characters."""


def name_of(host: str) -> str:
    """``host`` without its public suffix and without ``www``."""
    suffix = registrable(host).suffix
    return host.removeprefix("www.").removesuffix(f".{suffix}")[:LONGEST]


def codes(host: str) -> frozenset[int]:
    """The runs of characters of the name as numbers below :data:`CODES`."""
    name = f"^{name_of(host)}$"
    runs = {name[i : i + n] for n in RUNS for i in range(len(name) - n + 1)}
    return frozenset(crc32(run.encode()) % CODES for run in runs)


def shape(host: str) -> dict[str, float]:
    """How the name is made: measures of the address model beside those of signals."""
    name = name_of(host)
    return {
        "length": float(len(name)),
        "digits": float(sum(c.isdigit() for c in name)),
        "hyphens": float(name.count("-")),
        "labels": float(name.count(".") + 1),
    }
