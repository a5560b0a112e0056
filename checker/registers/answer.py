"""What all the lists said about one domain, as a value that can be kept with the evidence.

It packs and unpacks with :mod:`checker.plain` (days are ISO texts in it), so that a replay sees what
was known on the day of the check, not what is known today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.registers.catalogue import catalogue
from checker.registers.entry import Entry, EntryKind, Permit
from checker.registers.store import holdings
from checker.registers.vetted import entry_in_vetted_name_space
from checker.registers.worth import Worth, is_fresh, worth


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuedEntry:
    """One entry and what it was worth on the day of the look-up. Days are ISO 8601, or empty."""

    worth: Worth
    kind: EntryKind
    source: str
    authority: str
    country: str
    domain: str
    host: str = ""
    entry_id: str = ""
    name: str = ""
    countries: tuple[str, ...] = ()
    permits: tuple[Permit, ...] = ()
    listed: str = ""
    delisted: str = ""
    snapshot: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """One list that was looked in."""

    source: str
    kind: EntryKind
    country: str
    snapshot: str
    rows: int
    fresh: bool
    """Young enough for its authority. That a domain is absent from a list says something of today only
    then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnswer:
    """What the lists on this computer said about one domain on one day."""

    host: str
    domain: str
    asked_on: str
    """ISO 8601 day that every worth was reckoned for."""
    entries: tuple[ValuedEntry, ...] = ()
    lists: tuple[ListAsked, ...] = ()

    def worth(self, kind: Worth) -> tuple[ValuedEntry, ...]:
        """The entries worth ``kind``."""
        return tuple(entry for entry in self.entries if entry.worth is kind)

    @property
    def can_be_verified(self) -> bool:
        """Some current official or accrediting entry names the domain."""
        return bool(self.worth(Worth.CURRENT))


def look_up(host: str, domain: str) -> tuple[Entry, ...]:
    """The entries of all lists for ``host``, whose registrable domain is ``domain`` (both ASCII).

    Exact: ``shop.example.com`` is found by an entry for ``example.com``, never the other way round.
    """
    if not domain:
        return ()
    found = holdings().by_domain.get(domain, ())
    entries = tuple(entry for entry in found if entry.covers(host or domain))
    by_name = entry_in_vetted_name_space(domain)
    return entries if by_name is None else (*entries, by_name)


def answer(host: str, domain: str, today: date) -> RegisterAnswer:
    """What the lists say about ``host`` on ``today``."""
    return RegisterAnswer(
        host=host,
        domain=domain,
        asked_on=today.isoformat(),
        entries=tuple(valued(entry, today) for entry in look_up(host, domain)),
        lists=_lists(today),
    )


def valued(entry: Entry, today: date) -> ValuedEntry:
    """``entry`` with its worth on ``today``."""
    return ValuedEntry(
        worth=worth(entry, today),
        kind=entry.kind,
        source=entry.source,
        authority=entry.authority,
        country=entry.country,
        domain=entry.domain,
        host=entry.host,
        entry_id=entry.entry_id,
        name=entry.name,
        countries=entry.countries,
        permits=entry.permits,
        listed=_iso(entry.listed),
        delisted=_iso(entry.delisted),
        snapshot=_iso(entry.snapshot),
        licence=entry.licence,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _lists(today: date) -> tuple[ListAsked, ...]:
    return tuple(
        ListAsked(
            source=loaded.source,
            kind=catalogue()[loaded.source].kind,
            country=catalogue()[loaded.source].country,
            snapshot=_iso(loaded.snapshot),
            rows=loaded.rows,
            fresh=is_fresh(loaded.source, loaded.snapshot, today),
        )
        for loaded in holdings().lists.values()
        if loaded.snapshot is not None
    )
