"""What an entry is worth on a given day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from checker.registers.catalogue import catalogue
from checker.registers.entry import Entry, EntryKind


class Worth(StrEnum):
    """What may be concluded from an entry."""

    CURRENT = "current"
    """In an official register or accredited, by a snapshot young enough for its authority: the domain
    can be ``verified``."""
    STALE = "stale"
    """It was listed on the day of the snapshot; the authority has to be asked again."""
    BRAND = "brand"
    """Reassures and no more."""
    WARNING = "warning"
    """A regulator warned of it."""
    DELISTED = "delisted"
    """It was on the list once: context."""


def worth(entry: Entry, today: date) -> Worth:
    """What ``entry`` is worth on ``today``.

    A snapshot dated later than ``today`` (a clock gone wrong) proves nothing about today: stale.
    """
    if entry.delisted is not None and entry.delisted <= today:
        return Worth.DELISTED
    if entry.kind is EntryKind.WARNING:
        return Worth.WARNING
    if entry.kind is EntryKind.BRAND:
        return Worth.BRAND
    return Worth.CURRENT if is_fresh(entry.source, entry.snapshot, today) else Worth.STALE


def is_fresh(source: str, snapshot: date | None, today: date) -> bool:
    """Whether a snapshot of that day still speaks for ``today``, by the bound of its list.

    An entry without a snapshot is read from the address itself, and always does.
    """
    if snapshot is None:
        return True
    limit = catalogue()[source].max_age_days
    return limit is not None and 0 <= (today - snapshot).days <= limit
