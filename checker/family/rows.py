"""A fingerprint as the store has it: one row, and the keys it is found under."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from checker.family.fingerprint import NUMBERED, Fingerprint, Mark
from checker.family.numbers import hashed
from checker.family.sketch import bands, pack, unpack
from checker.relatives import Warned

_SKETCHES = ("template", "text")
"""Sketches by which sites are found; addresses of pages are only compared."""
_NUMBERED = struct.Struct(">Bq")


def row_of(one: Fingerprint) -> dict[str, object]:
    """The values of the row of ``one`` in the table of sites, all but its id."""
    shown, numbered = _split(one.marks)
    return {
        "domain": one.domain,
        "seen": one.seen,
        "level": one.level,
        "listings": json.dumps([[each.authority, each.listed] for each in one.listings]),
        "marks": shown,
        "numbered": numbered,
        "template": pack(one.template),
        "text": pack(one.text),
        "paths": pack(one.paths),
    }


def fingerprint_of(row: Row[Any]) -> Fingerprint:
    """The fingerprint that a row of the table of sites holds."""
    return Fingerprint(
        domain=row.domain,
        seen=row.seen,
        level=row.level,
        listings=tuple(Warned(authority=a, listed=d) for a, d in json.loads(row.listings)),
        template=unpack(row.template),
        text=unpack(row.text),
        paths=unpack(row.paths),
        marks=_joined(row.marks, row.numbered),
    )


def key_of(mark: Mark) -> int:
    """The key under which sites with ``mark`` are found: a signed number of 64 bits."""
    return hashed(f"{mark.kind} {mark.value}".encode("utf-8", "replace"))


def groups_of(one: Fingerprint) -> list[int]:
    """The keys of the groups of numbers of its sketches."""
    return [key for kind in _SKETCHES for key in bands(kind, getattr(one, kind))]


def keys_of(one: Fingerprint) -> list[int]:
    """All keys under which ``one`` is found, in order."""
    return sorted({*map(key_of, one.marks), *groups_of(one)})


def _split(marks: Iterable[Mark]) -> tuple[str, bytes]:
    """Marks as kept: those that can be shown as JSON, the numbered ones as nine bytes each."""
    shown, numbered = [], []
    for mark in sorted(marks):
        if mark.kind in NUMBERED:
            numbered.append(_NUMBERED.pack(NUMBERED.index(mark.kind), int(mark.value)))
        else:
            shown.append([mark.kind, mark.value])
    return json.dumps(shown), b"".join(numbered)


def _joined(shown: str, numbered: bytes) -> frozenset[Mark]:
    by_number = [(NUMBERED[kind], str(number)) for kind, number in _NUMBERED.iter_unpack(numbered)]
    return frozenset(map(Mark._make, [*json.loads(shown), *by_number]))
