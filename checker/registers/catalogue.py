"""The lists we know of: who keeps them, what they are worth, for how long.

One row of ``reference/register_sources.csv`` is one list. Rows marked ``ships`` have a snapshot in
the package; the others wait for somebody who has the list to import it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from checker.reference import table
from checker.registers.entry import EntryKind, Permit


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One list, as described in the table."""

    id: str
    authority: str
    country: str
    """ISO 3166 code; empty for lists of no country."""
    name: str
    kind: EntryKind
    permits: tuple[Permit, ...]
    """What every entry of the list permits, where that is known."""
    max_age_days: int | None
    """A snapshot older than this says how things were, not how they are. Warnings are quoted with their
    date however old; their bound is for what absence says. None: no bound."""
    lookup: str
    """Host where the authority shows the list; nobody has opened it for us."""
    licence: str
    """Why rows may be shipped; empty for lists that are only imported."""
    ships: bool
    note: str
    origin: str
    """Where these facts are known from."""


@cache
def catalogue() -> Mapping[str, Source]:
    """All lists by id."""
    return MappingProxyType({row["id"]: _source(row) for row in table("register_sources")})


def _source(row: dict[str, str]) -> Source:
    return Source(
        id=row["id"],
        authority=row["authority"],
        country=row["country"],
        name=row["name"],
        kind=EntryKind(row["kind"]),
        permits=tuple(map(Permit, row["permits"].split())),
        max_age_days=int(row["max_age_days"]) if row["max_age_days"] else None,
        lookup=row["lookup"],
        licence=row["licence"],
        ships=row["ships"] == "yes",
        note=row["note"],
        origin=row["source"],
    )
