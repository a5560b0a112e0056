"""What the lists make of an address: the strongest thing that registers, accreditations and warnings establish.

An entry counts for the domain it names, in the country whose authority made it, as long as the name has not
changed hands since. One pure function, whose order is the table in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checker.countries import countries
from checker.evidence import Missing, MissingReason
from checker.message import N_, Message, message
from checker.registers.answer import RegisterAnswer, ValuedEntry
from checker.registers.entry import EntryKind
from checker.registers.worth import Worth
from checker.registration import Registration


class Standing(StrEnum):
    """What the lists establish about an address for one buyer, strongest first."""

    WARNED_HERE = "warned_here"
    """The buyer's own authority warns of it, the warning is younger than the present registration of the
    name, and no register names it: decisive."""
    REGISTERED = "registered"
    """A current register or accreditation that counts for the buyer names it."""
    CHANGED_HANDS = "changed_hands"
    """A register names it, and the name was registered anew since: the entry is somebody else's."""
    WARNED = "warned"
    """An authority warns of it, not decisively."""
    UNCONFIRMED = "unconfirmed"
    """A current register names it; whether the name changed hands since could not be seen."""
    REGISTERED_ABROAD = "registered_abroad"
    """A current register names it, of another country than the buyer's."""
    STALE = "stale"
    """It was on a register when the snapshot was taken, too long ago to say more."""
    BRAND = "brand"
    """Known as the site of a pharmacy business: reassures and decides nothing."""
    PAST = "past"
    """It was on a list once, or a warning speaks of an earlier registration of the name."""
    UNLISTED = "unlisted"
    """No list on this computer names it."""
    UNKNOWN = "unknown"
    """The lists could not be looked in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The standing of an address, and the entry it rests on."""

    standing: Standing
    entry: ValuedEntry | None = None
    text: Message | None = None
    """The same as a sentence; None where there is nothing to say."""
    incomplete: bool = False
    """A source was asked in vain that could have made the standing worse."""


_COULD_HAVE_CHANGED_HANDS = frozenset(
    {Standing.UNCONFIRMED, Standing.REGISTERED_ABROAD, Standing.STALE}
)

_NOBODY_ASKED = frozenset({MissingReason.NOT_ASKED, MissingReason.NOT_APPLICABLE})

NOTHING_ASKED = Listing(standing=Standing.UNKNOWN)
"""Where nobody looked: the lists say nothing either way."""


def listing(
    answer: RegisterAnswer | Missing, registration: Registration | Missing, country: str
) -> Listing:
    """What ``answer`` establishes for a buyer in ``country`` (ISO 3166, empty: none chosen)."""
    if isinstance(answer, Missing):
        return Listing(standing=Standing.UNKNOWN, incomplete=answer.reason not in _NOBODY_ASKED)
    created = None if isinstance(registration, Missing) else registration.created
    standing, entry = _strongest(answer.entries, registration, created, country)
    unseen = isinstance(registration, Missing)
    return Listing(
        standing=standing,
        entry=entry,
        text=_told(standing, entry, created) if entry else None,
        incomplete=unseen and standing in _COULD_HAVE_CHANGED_HANDS and _has_day(entry),
    )


def entry_text(entry: ValuedEntry) -> Message:
    """What one entry says by itself, as a sentence."""
    return _told(_BY_WORTH[entry.worth], entry)


def _strongest(
    entries: Sequence[ValuedEntry],
    registration: Registration | Missing,
    created: date | None,
    country: str,
) -> tuple[Standing, ValuedEntry | None]:
    current = [e for e in entries if e.worth is Worth.CURRENT]
    stale = [e for e in entries if e.worth is Worth.STALE]
    warnings = [e for e in entries if e.worth is Worth.WARNING]
    named = [e for e in (*current, *stale) if not _changed_hands(e, created)]
    alive = [e for e in warnings if not _changed_hands(e, created)]
    here = [e for e in alive if e.country == country and _younger(e, created)]
    if here and not named:
        return Standing.WARNED_HERE, here[0]
    if valid := [e for e in current if not _changed_hands(e, created)]:
        return _named(valid, alive, registration, country)
    if changed := [e for e in (*current, *stale) if _changed_hands(e, created)]:
        return Standing.CHANGED_HANDS, changed[0]
    if alive:
        return Standing.WARNED, alive[0]
    for standing, found in (
        (Standing.STALE, stale),
        (Standing.BRAND, [e for e in entries if e.worth is Worth.BRAND]),
        (Standing.PAST, [*(e for e in entries if e.worth is Worth.DELISTED), *warnings]),
    ):
        if found:
            return standing, found[0]
    return Standing.UNLISTED, None


def _named(
    valid: Sequence[ValuedEntry],
    alive: Sequence[ValuedEntry],
    registration: Registration | Missing,
    country: str,
) -> tuple[Standing, ValuedEntry]:
    """A current register names the domain: what that is worth to this buyer."""
    at_home = [e for e in valid if not country or country in (e.country, *e.countries)]
    warned = [e for e in alive if not country or e.country == country]
    if warned:
        return Standing.WARNED, warned[0]
    if not at_home:
        return Standing.REGISTERED_ABROAD, valid[0]
    entry = at_home[0]
    needs_registration = bool(_day_of(entry))
    if needs_registration and isinstance(registration, Missing):
        return Standing.UNCONFIRMED, entry
    return Standing.REGISTERED, entry


def _day_of(entry: ValuedEntry) -> date | None:
    """The day an entry speaks of; None for one that is read from the address itself."""
    day = entry.listed or entry.snapshot
    return date.fromisoformat(day) if day else None


def _has_day(entry: ValuedEntry | None) -> bool:
    """Whether the name can have changed hands since: not where the name itself is the entry."""
    return entry is not None and _day_of(entry) is not None


def _changed_hands(entry: ValuedEntry, created: date | None) -> bool:
    """Whether the name was registered anew after the day the entry speaks of."""
    day = _day_of(entry)
    return created is not None and day is not None and created > day


def _younger(entry: ValuedEntry, created: date | None) -> bool:
    """Whether a warning is known to be younger than the present registration."""
    return bool(entry.listed) and created is not None and not _changed_hands(entry, created)


def _told(standing: Standing, entry: ValuedEntry, created: date | None = None) -> Message:
    accredited = entry.kind is EntryKind.ACCREDITATION
    template = _ACCREDITED if standing is Standing.REGISTERED and accredited else _TEXTS[standing]
    if standing is Standing.WARNED and not entry.listed:
        template = _WARNED_BEFORE
    return message(
        template,
        domain=entry.host or entry.domain,
        authority=entry.authority,
        country=countries().get(entry.country, entry.country),
        day=entry.listed or entry.snapshot,
        snapshot=entry.snapshot,
        created=created.isoformat() if created else "",
    )


_ACCREDITED = N_("{domain} is accredited by {authority}.")
_WARNED_BEFORE = N_(
    "{authority} ({country}) had {domain} on its list of sellers it warns of on {snapshot}, and does not say since "
    "when."
)
_TEXTS = {
    Standing.WARNED_HERE: N_(
        "{authority} ({country}) has {domain} on its list of sellers it warns of, since {day}. The name has been "
        "in the same registration since {created}."
    ),
    Standing.REGISTERED: N_("{domain} is in the register of {authority} ({country})."),
    Standing.CHANGED_HANDS: N_(
        "{authority} ({country}) had {domain} on its list on {day}, and the name was registered anew on {created}: "
        "the entry is of whoever had it before."
    ),
    Standing.WARNED: N_(
        "{authority} ({country}) has {domain} on its list of sellers it warns of, since {day}."
    ),
    Standing.UNCONFIRMED: N_(
        "{domain} is in the register of {authority} ({country}). Whether the name has changed hands since could not "
        "be seen."
    ),
    Standing.REGISTERED_ABROAD: N_(
        "{domain} is on the list of {authority} ({country}). That is no licence to sell to you in another country."
    ),
    Standing.STALE: N_(
        "{domain} was on the list of {authority} ({country}) on {snapshot}. Ask there whether it still is."
    ),
    Standing.BRAND: N_(
        "{domain} is known as the site of a pharmacy business ({authority}). Nobody examined what it sells online."
    ),
    Standing.PAST: N_("{domain} was once on a list of {authority} ({country})."),
}
_BY_WORTH = {
    Worth.CURRENT: Standing.REGISTERED,
    Worth.STALE: Standing.STALE,
    Worth.BRAND: Standing.BRAND,
    Worth.WARNING: Standing.WARNED,
    Worth.DELISTED: Standing.PAST,
}
