"""A snapshot file: the rows of one or more lists, with the dates and a hash that guards them.

The first line is JSON: format, version, the SHA-256 of everything after that line, and for each list
its id, the day it looked like this, and how many rows it has. The rest is CSV, sorted, so that the
same rows give the same bytes. A file whose hash, counts or rows do not agree is refused whole.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from types import MappingProxyType

from checker.registers.catalogue import Source, catalogue
from checker.registers.entry import Entry, Permit

FORMAT = "rxlens-registers"
VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
"""Largest snapshot file that is read."""

COLUMNS = (
    *("source", "domain", "host", "countries", "entry_id", "name"),
    *("permits", "listed", "delisted"),
)


class SnapshotError(ValueError):
    """The file is not a whole snapshot; the words say what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What one file holds."""

    dates: Mapping[str, date]
    """By list, the day it looked like this."""
    entries: tuple[Entry, ...]


def encode(entries: Iterable[Entry], dates: Mapping[str, date]) -> bytes:
    """The file of ``entries``; ``dates`` names every list among them."""
    rows = sorted({_row(entry) for entry in entries})
    counted = Counter(row[0] for row in rows)
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((COLUMNS, *rows))
    body = text.getvalue().encode()
    head = {
        "format": FORMAT,
        "version": VERSION,
        "sha256": hashlib.sha256(body).hexdigest(),
        "sources": [
            {"id": source, "snapshot": day.isoformat(), "rows": counted[source]}
            for source, day in sorted(dates.items())
        ],
    }
    return json.dumps(head, ensure_ascii=True).encode() + b"\n" + body


def decode(data: bytes) -> Snapshot:
    """The snapshot in ``data``; raises :class:`SnapshotError` and reads nothing else than whole files."""
    head, _, body = data.partition(b"\n")
    try:
        described = json.loads(head)
        _check_head(described, body)
        dates = {one["id"]: date.fromisoformat(one["snapshot"]) for one in described["sources"]}
        text = StringIO(body.decode(), newline="")
        entries = tuple(_entry(row, dates) for row in csv.DictReader(text))
        expected = {one["id"]: one["rows"] for one in described["sources"]}
    except SnapshotError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise SnapshotError(f"unreadable ({type(error).__name__})") from None
    if Counter(entry.source for entry in entries) != Counter(expected):
        raise SnapshotError("rows are missing or too many")
    return Snapshot(dates=MappingProxyType(dates), entries=entries)


def _check_head(described: dict[str, object], body: bytes) -> None:
    if described["format"] != FORMAT:
        raise SnapshotError("not a snapshot of registers")
    if described["version"] != VERSION:
        raise SnapshotError("of another version")
    if described["sha256"] != hashlib.sha256(body).hexdigest():
        raise SnapshotError("its hash does not agree")
    if not described["sources"]:
        raise SnapshotError("holds no list")


def _row(entry: Entry) -> tuple[str, ...]:
    same = entry.permits == catalogue()[entry.source].permits
    return (
        entry.source,
        entry.domain,
        entry.host,
        " ".join(entry.countries),
        entry.entry_id,
        entry.name,
        "" if same else " ".join(entry.permits),
        _day(entry.listed),
        _day(entry.delisted),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _entry(row: dict[str, str], dates: Mapping[str, date]) -> Entry:
    source = catalogue()[row["source"]]
    return make_entry(
        source,
        domain=row["domain"],
        host=row["host"],
        countries=tuple(row["countries"].split()),
        entry_id=row["entry_id"],
        name=row["name"],
        permits=tuple(map(Permit, row["permits"].split())),
        listed=_date(row["listed"]),
        delisted=_date(row["delisted"]),
        snapshot=dates[source.id],
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def make_entry(
    source: Source,
    *,
    domain: str,
    snapshot: date | None,
    host: str = "",
    countries: tuple[str, ...] = (),
    entry_id: str = "",
    name: str = "",
    permits: tuple[Permit, ...] = (),
    listed: date | None = None,
    delisted: date | None = None,
) -> Entry:
    """An entry of ``source``, with what the whole list has in common filled in."""
    if not domain:
        raise ValueError("an entry without a domain")
    return Entry(
        domain=domain,
        kind=source.kind,
        source=source.id,
        authority=source.authority,
        country=source.country or (countries[0] if countries else ""),
        countries=countries,
        host=host,
        entry_id=entry_id,
        name=name,
        permits=permits or source.permits,
        listed=listed,
        delisted=delisted,
        snapshot=snapshot,
        licence=source.licence,
    )
