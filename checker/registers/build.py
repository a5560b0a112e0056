"""Build the shipped snapshot from the labelled domains: ``python -m checker.registers.build DATA``.

``DATA`` is the directory of labelled data (``RXLENS_DATA`` when left out). What may ship is decided
here: rows of authorities as facts, brands where the licence allows it, and nothing that two lists
contradict each other on. The same data give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from checker.domains import registrable
from checker.registers.catalogue import catalogue
from checker.registers.entry import Entry, EntryKind
from checker.registers.snapshot import encode, make_entry
from checker.registers.store import SHIPPED

TAKEN = {
    "fda_warning_letters": "fda_warning_letters",
    "sukl_cz": "sukl_warned",
    "nabp_2022": "nabp_accredited",
    "mhra_register_2019": "mhra_sellers",
    "name-suggestion-index": "name_suggestion_index",
    "alltheplaces": "alltheplaces",
}
"""Our list by the name of the data's source; every other source stays out."""

DATES = {
    "fda_warning_letters": date(2022, 11, 1),
    "sukl_warned": date(2026, 8, 18),
    "nabp_accredited": date(2022, 11, 1),
    "mhra_sellers": date(2019, 2, 8),
    "name_suggestion_index": date(2026, 9, 18),
    "alltheplaces": date(2026, 8, 22),
}
"""The day each list looked like this, from the data's own account of its sources."""

OWN_DATES = frozenset({"sukl_warned"})
"""Lists that say when they listed a site; for the others the data's date is the snapshot's."""

_LABELS = {
    EntryKind.WARNING: "rogue",
    EntryKind.OFFICIAL: "legit",
    EntryKind.ACCREDITATION: "legit",
    EntryKind.BRAND: "legit",
}


def entries(data: Path) -> Iterator[Entry]:
    """The entries that may ship, of the labelled domains in ``data``."""
    disputed = {row["domain"] for row in rows(data, "conflicting_domains")}
    for row in rows(data, "pharmacy_domains"):
        if row["domain"] not in disputed:
            yield from _entries(row)


def rows(data: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of labelled domains."""
    with gzip.open(data / "domains" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _entries(row: dict[str, str]) -> Iterator[Entry]:
    named = row["source"].split(";")
    for ours in (TAKEN[name] for name in named if name in TAKEN):
        source = catalogue()[ours]
        if row["label"] != _LABELS[source.kind]:
            continue
        domain = registrable(row["host"]).domain
        if not domain:
            continue
        brand = source.kind is EntryKind.BRAND
        yield make_entry(
            source,
            domain=domain,
            host="" if row["host"] == domain else row["host"],
            countries=tuple(filter(None, row["country"].split("|"))) if brand else (),
            name=row["name"] if brand else "",
            listed=_listed(ours, named, row["listed_on"]),
            delisted=date.fromisoformat(row["delisted_on"]) if row["delisted_on"] else None,
            snapshot=DATES[ours],
        )


def _listed(ours: str, named: Iterable[str], day: str) -> date | None:
    """The list's own date. The data keep the earliest of several lists' dates: another's is not ours."""
    others = {DATES[TAKEN[name]].isoformat() for name in named if TAKEN.get(name, ours) != ours}
    return date.fromisoformat(day) if ours in OWN_DATES and day and day not in others else None


def build(data: Path) -> bytes:
    """The shipped file."""
    return encode(entries(data), DATES)


def main(words: list[str]) -> int:
    """Write the shipped file anew."""
    data = Path(words[0] if words else os.environ.get("RXLENS_DATA", ""))
    path = Path(__file__).parent / "data" / SHIPPED
    path.write_bytes(build(data))
    print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
