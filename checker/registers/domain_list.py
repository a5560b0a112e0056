"""What registers, accreditations and warning lists say of domains, as one text to be signed for others.

Names are told as 64-bit hashes: a reader can look a name up exactly, and the list stays small. Brands and delisted
entries are left out, and so are name spaces (``.pharmacy``), which a name shows by itself. ``docs/extension.md`` has
the form.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checker.domains import registrable
from checker.registers.catalogue import Source, catalogue
from checker.registers.entry import Entry, EntryKind
from checker.registers.store import Holdings

FORMAT = "rxlens-list-1"
HASH_BYTES = 8
GOOD_FOR = timedelta(days=30)
"""How long after it was made a list as a whole may be quoted as today's."""

_KINDS = (EntryKind.OFFICIAL, EntryKind.ACCREDITATION, EntryKind.WARNING)


def hash_of(name: str) -> bytes:
    """The eight bytes that stand for ``name`` (ASCII, lower case, no final dot).

    >>> hash_of("example.com").hex()
    'a379a6f6eeafb9a5'
    """
    return hashlib.sha256(name.encode("ascii")).digest()[:HASH_BYTES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one authority's list says. Days are ISO 8601."""

    id: str
    kind: EntryKind
    authority: str
    country: str
    snapshot: str | None
    good_until: str | None
    """Last day on which an entry still counts as current; None for warnings, which have no such day."""
    hashes: bytes
    """Eight bytes a name, ascending, each once."""


def sections(held: Holdings, today: date) -> tuple[Section, ...]:
    """One section for each list in ``held`` with entries that stand on ``today``, in the order of their ids."""
    by_list: dict[str, set[bytes]] = defaultdict(set)
    for entries in held.by_domain.values():
        for entry in entries:
            if entry.kind in _KINDS and _stands(entry, today) and _is_name(name_of(entry)):
                by_list[entry.source].add(hash_of(name_of(entry)))
    return tuple(
        _section(catalogue()[source], held.lists[source].snapshot, by_list[source])
        for source in sorted(by_list)
    )


def name_of(entry: Entry) -> str:
    """The name an entry speaks for, and for all below it."""
    return entry.host or entry.domain


def _stands(entry: Entry, today: date) -> bool:
    return entry.delisted is None or entry.delisted > today


def _is_name(name: str) -> bool:
    """Whether ``name`` is somebody's: a public suffix would speak for strangers."""
    return name.isascii() and bool(registrable(name).domain)


def _section(source: Source, snapshot: date | None, hashes: Iterable[bytes]) -> Section:
    return Section(
        id=source.id,
        kind=source.kind,
        authority=source.authority,
        country=source.country,
        snapshot=snapshot.isoformat() if snapshot else None,
        good_until=_good_until(source, snapshot),
        hashes=b"".join(sorted(hashes)),
    )


def _good_until(source: Source, snapshot: date | None) -> str | None:
    """As :func:`~checker.registers.worth.is_fresh`: without a bound nothing is current after its own day."""
    if source.kind is EntryKind.WARNING or snapshot is None:
        return None
    return (snapshot + timedelta(days=source.max_age_days or 0)).isoformat()


def payload(found: Iterable[Section], made_at: datetime, serial: int) -> str:
    """The text of a list: the same sections, time (UTC) and serial give the same text."""
    return json.dumps(
        {
            "format": FORMAT,
            "serial": serial,
            "made_at": _time(made_at),
            "expires_at": _time(made_at + GOOD_FOR),
            "sections": [_told(section) for section in found],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def contents(text: str) -> object:
    """The sections of a list as :func:`payload` wrote it, to compare with another's."""
    return json.loads(text)["sections"]


def _told(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "kind": section.kind.value,
        "authority": section.authority,
        "country": section.country,
        "snapshot": section.snapshot,
        "good_until": section.good_until,
        "count": len(section.hashes) // HASH_BYTES,
        "hashes": b64encode(section.hashes).decode(),
    }


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
