"""Which lists are at hand, how old they are, and for which countries that is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from checker.message import N_, Message, message
from checker.registers.catalogue import Source, catalogue
from checker.registers.entry import EntryKind
from checker.registers.store import Loaded, holdings
from checker.registers.vetted import VETTED
from checker.registers.worth import is_fresh

_VERIFYING = (EntryKind.OFFICIAL, EntryKind.ACCREDITATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """One known list and the snapshot of it that is at hand."""

    source: Source
    snapshot: date | None
    """None when nobody has imported it."""
    rows: int
    imported: bool
    warning: Message | None
    """What its age or a damaged file takes from its worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifiable:
    """A country in which domains can be ``verified`` today, and by what."""

    country: str
    authority: str
    name: str
    since: date | None
    """Day of the snapshot; None for a name space, which is read from the address."""


def today() -> date:
    """The day by the clock of this computer, in UTC."""
    return datetime.now(UTC).date()


def sources(day: date | None = None) -> tuple[ListState, ...]:
    """Every known list as of ``day`` (today), those with a snapshot first."""
    day = day or today()
    states = [
        _state(source, holdings().lists.get(source.id), day) for source in catalogue().values()
    ]
    return tuple(sorted(states, key=lambda state: state.snapshot is None))


def _state(source: Source, loaded: Loaded | None, day: date) -> ListState:
    if loaded is None:
        return ListState(source=source, snapshot=None, rows=0, imported=False, warning=None)
    return ListState(
        source=source,
        snapshot=loaded.snapshot,
        rows=loaded.rows,
        imported=loaded.imported,
        warning=loaded.problem or age_warning(source, loaded.snapshot, day),
    )


def damaged() -> tuple[Message, ...]:
    """What is said of lists whose files could not be loaded, each sentence once; nothing when all are whole."""
    problems = [loaded.problem for loaded in holdings().lists.values() if loaded.problem]
    return tuple({problem.text(): problem for problem in problems}.values())


def age_warning(source: Source, snapshot: date | None, day: date) -> Message | None:
    """What is said of a snapshot older than its list allows."""
    if snapshot is None or source.max_age_days is None or is_fresh(source.id, snapshot, day):
        return None
    if snapshot > day:
        return message(N_("Dated in the future: not used as proof."))
    if source.kind is EntryKind.BRAND:
        return message(N_("{days} days old."), days=(day - snapshot).days)
    if source.kind is EntryKind.WARNING:
        return message(
            N_("{days} days old: sites the authority named since are not on it."),
            days=(day - snapshot).days,
        )
    return message(
        N_("{days} days old, {limit} at most: entries say what was, and verify nothing."),
        days=(day - snapshot).days,
        limit=source.max_age_days,
    )


def verifiable(day: date | None = None) -> tuple[Verifiable, ...]:
    """By what, and for which countries, a domain can be ``verified`` on ``day`` (today)."""
    day = day or today()
    spaces = [
        Verifiable(country=s.country, authority=s.authority, name=s.name, since=None)
        for s in VETTED.values()
    ]
    lists = [
        Verifiable(
            country=state.source.country,
            authority=state.source.authority,
            name=state.source.name,
            since=state.snapshot,
        )
        for state in sources(day)
        if state.source.kind in _VERIFYING
        and state.snapshot is not None
        and is_fresh(state.source.id, state.snapshot, day)
    ]
    return (*spaces, *lists)
