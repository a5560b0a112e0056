"""Where on the internet a host stands: network and country of its address, from a database.

Read by :mod:`checker.gather.origin` from a file that whoever runs the program supplies. Behind a
content delivery network only the front is seen: then the country is not known, which is not the
same as abroad.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the database says about one address; unknown parts are None."""

    address: str
    """The address that was looked up: the first one of the host."""
    country: str | None = None
    """ISO 3166 code of the country the network is in; None behind a known front."""
    asn: int | None = None
    """Number of the network (autonomous system)."""
    organisation: str | None = None
    """Who runs the network, as the database prints it."""
    front: str | None = None
    """The content delivery network that stands before the site, by name; None when none is known."""
    data_date: date | None = None
    """The day the database was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOrigin:
    """Where one host stands."""

    host: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOrigins:
    """Where the hosts on the way to a page stand, by the addresses that answered."""

    hosts: tuple[HostOrigin, ...]

    def of(self, host: str) -> Origin | None:
        """Where ``host`` stands; None where that was not looked up."""
        return next((one.origin for one in self.hosts if one.host == host), None)
