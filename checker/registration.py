"""What a registry or registrar says about a domain: the values, whoever was asked and however.

Read by :mod:`checker.gather.registration` from RDAP and WHOIS answers. A registration *date* is
weak evidence either way: lapsed names of real pharmacies are bought, and new lawful shops exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RegistrationState(StrEnum):
    """What asking came to. Being throttled is not the same as not being registered."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    RESERVED = "reserved"
    """Kept back by the registry, or not open to the public."""
    INVALID = "invalid"
    """The registry says that such a name cannot exist."""
    UNAVAILABLE = "unavailable"
    """Not registered and not for sale, or the registry gives no data to the public."""
    THROTTLED = "throttled"
    """We asked too often, or were refused: nothing was said about the name."""
    SERVER_ERROR = "server_error"
    UNPARSEABLE = "unparseable"
    """An answer that says neither."""


class Privacy(StrEnum):
    """What is shown of the registrant."""

    PUBLISHED = "none"
    """A registrant is shown."""
    REDACTED = "redacted"
    """Withheld by the registry or under data protection law: normal, says nothing."""
    PROXY = "privacy_service"
    """A named privacy or proxy service stands in."""
    NOT_PUBLISHED = "no_registrant_data"
    """The registry never shows a registrant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One answer about one registrable domain; unknown parts are None or empty."""

    state: RegistrationState
    domain: str = ""
    """The registrable domain that was asked, in ASCII."""
    created: date | None = None
    """Day of the present registration as printed by the registry, never of a contact or host."""
    updated: date | None = None
    expires: date | None = None
    transferred: date | None = None
    registrar: str | None = None
    registrar_iana_id: int | None = None
    registrant: str | None = None
    """Organisation, else name, as printed; None when withheld."""
    registrant_country: str | None = None
    """ISO 3166 code."""
    privacy: Privacy | None = None
    privacy_service: str | None = None
    """Name of the proxy service."""
    name_servers: tuple[str, ...] = ()
    """Lower case, no final dot, in the order given."""
    statuses: tuple[str, ...] = ()
    """EPP status codes in their camelCase form where one is known, else as printed."""
    dnssec: bool | None = None
    source: str = ""
    """``rdap`` or ``whois``."""
    server: str = ""
    """Host that answered."""
    at: datetime | None = None
    """When it answered."""

    @property
    def age_days(self) -> int | None:
        """Days from the present registration to the day of the answer; None when either is unknown."""
        return self._days_since(self.created)

    @property
    def days_since_transfer(self) -> int | None:
        """Days from the last transfer to the day of the answer."""
        return self._days_since(self.transferred)

    @property
    def days_left(self) -> int | None:
        """Days from the answer to the end of the registration; negative when it has run out."""
        past = self._days_since(self.expires)
        return None if past is None else -past

    def _days_since(self, day: date | None) -> int | None:
        if day is None or self.at is None:
            return None
        return (self.at.date() - day).days
