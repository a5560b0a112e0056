"""One line of a register, an accreditation, a warning list or a list of brands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryKind(StrEnum):
    """What a list says of the addresses on it."""

    OFFICIAL = "official"
    """A register kept by the authority that permits the trade."""
    ACCREDITATION = "accreditation"
    """Examined, and named by its address, by a body of the pharmacy authorities."""
    WARNING = "warning"
    """Named by a regulator as selling medicines against its country's rules."""
    BRAND = "brand"
    """Known as the site of a pharmacy business; nobody examined what it sells online."""


class Permit(StrEnum):
    """What an entry lets its holder sell from a distance."""

    OTC = "otc"
    """Medicines that need no prescription."""
    PRESCRIPTION = "prescription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address as one list names it, on the day of the snapshot."""

    domain: str
    """Registrable domain, ASCII."""
    kind: EntryKind
    source: str
    """Id of the list in register_sources.csv."""
    authority: str
    """Who keeps the list."""
    country: str = ""
    """ISO 3166 code of the country whose list it is; for brands, where the business is at home or
    the first of several; empty when unknown."""
    countries: tuple[str, ...] = ()
    """All countries the entry names."""
    host: str = ""
    """Set when the entry is for this host and what lies below it, not for the whole domain."""
    entry_id: str = ""
    name: str = ""
    permits: tuple[Permit, ...] = ()
    """Empty when the list does not say."""
    listed: date | None = None
    """When the authority put it there, by its own word; None when it does not say."""
    delisted: date | None = None
    snapshot: date | None = None
    """The day the list looked like this; None when the address itself is the entry."""
    licence: str = ""

    def covers(self, host: str) -> bool:
        """Whether the entry speaks for ``host`` (ASCII, lower case), a host of its domain."""
        return not self.host or host == self.host or host.endswith("." + self.host)
