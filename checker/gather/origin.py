"""Network and country of an address, from database files that the operator supplies.

The format is MaxMind's (``.mmdb``), which several publishers use with names of their own; all
common ones are read. Nothing is shipped and nothing is downloaded: without a file the source was
not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from os import PathLike
from types import TracebackType
from typing import Any

import maxminddb

from checker.countries import countries
from checker.dns_records import DnsRecords
from checker.errors import EvidenceUnreadable
from checker.evidence import WAY_ORIGINS, Hop, Missing, MissingReason
from checker.message import N_, message
from checker.origin import HostOrigin, Origin, WayOrigins
from checker.reference import table
from checker.shown import printable
from checker.target import Target

SOURCE = "origin"
MOST_CHARACTERS = 100
"""Of the name of an organisation."""


class OriginData:
    """Open databases of networks and countries. Thread-safe; a context manager.

    Raises :class:`~checker.errors.EvidenceUnreadable` (``origin_db``) for a file that is none.
    """

    def __init__(self, *paths: str | PathLike[str]) -> None:
        with ExitStack() as opened:
            self._readers = [opened.enter_context(_reader(path)) for path in paths]
            self._opened = opened.pop_all()
        made = [reader.metadata().build_epoch for reader in self._readers]
        self.data_date: date | None = (
            datetime.fromtimestamp(min(made), UTC).date() if made else None
        )
        """The day the oldest of the files was made."""

    def __enter__(self) -> OriginData:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._opened.close()

    def rows(self, address: str) -> list[Mapping[str, Any]]:
        """What each file has on ``address``; raises ``ValueError`` when a file is damaged."""
        found = []
        for reader in self._readers:
            if ":" in address and reader.metadata().ip_version == 4:
                continue
            try:
                row = reader.get(address)
            except maxminddb.InvalidDatabaseError as error:
                raise ValueError("damaged") from error
            if isinstance(row, Mapping):
                found.append(row)
        return found


def _reader(path: str | PathLike[str]) -> maxminddb.Reader:
    try:
        return maxminddb.open_database(path)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError):
        told = message(N_("The database of networks and countries cannot be read."))
        raise EvidenceUnreadable("origin_db", told) from None


def find_origin(
    target: Target, dns: DnsRecords | Missing, data: OriginData | None
) -> Origin | Missing:
    """Where ``target``'s host stands, by ``data``; raises nothing."""
    if data is None:
        detail = "no database was given"
        return Missing(source=SOURCE, reason=MissingReason.NOT_ASKED, detail=detail)
    records = dns
    if _is_literal(target.host):
        records = DnsRecords(host=target.host, domain="", addresses=(target.host.strip("[]"),))
    if isinstance(records, Missing):
        return Missing(source=SOURCE, reason=records.reason, detail=records.detail)
    if not records.addresses:
        return Missing(source=SOURCE, reason=MissingReason.DNS, detail="no address")
    try:
        return _looked_up(records.addresses[0], records.aliases or (), data)
    except ValueError:
        detail = "the database is damaged"
        return Missing(source=SOURCE, reason=MissingReason.UNREADABLE, detail=detail)


def find_way_origins(hops: Sequence[Hop], data: OriginData) -> WayOrigins | Missing:
    """Where the hosts of ``hops`` stand, by ``data`` and the addresses that answered; raises nothing."""
    addresses = {hop.host: hop.address for hop in hops if hop.address}
    try:
        found = [
            HostOrigin(host=host, origin=_looked_up(address, (), data))
            for host, address in addresses.items()
        ]
    except ValueError:
        detail = "the database is damaged"
        return Missing(source=WAY_ORIGINS, reason=MissingReason.UNREADABLE, detail=detail)
    return WayOrigins(hosts=tuple(found))


def _is_literal(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _looked_up(address: str, aliases: Iterable[str], data: OriginData) -> Origin:
    """What ``data`` says of ``address``; raises ``ValueError`` when a file is damaged."""
    rows = data.rows(address)
    asn = _first(map(_asn, rows))
    front = front_of(address, asn, aliases)
    return Origin(
        address=address,
        country=None if front else _first(map(_country, rows)),
        asn=asn,
        organisation=_first(map(_organisation, rows)),
        front=front,
        data_date=data.data_date,
    )


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)


def _country(row: Mapping[str, Any]) -> str | None:
    """GeoLite2 has ``country.iso_code``; others ``country_code``, or the code in ``country``."""
    nested = row.get("country")
    inner = nested.get("iso_code") if isinstance(nested, Mapping) else nested
    codes = (inner, row.get("country_code"), row.get("countryCode"))
    return next((c.upper() for c in codes if isinstance(c, str) and c.upper() in countries()), None)


def _asn(row: Mapping[str, Any]) -> int | None:
    for key in ("autonomous_system_number", "asn", "as_number"):
        digits = str(row.get(key, "")).upper().removeprefix("AS")
        if digits.isdecimal() and len(digits) <= 10:
            return int(digits)
    return None


def _organisation(row: Mapping[str, Any]) -> str | None:
    keys = ("autonomous_system_organization", "as_name", "as_organization", "organization", "name")
    named = (row.get(key) for key in keys)
    return next((printable(n)[:MOST_CHARACTERS] for n in named if isinstance(n, str) and n), None)


# Fronts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    name: str
    asns: frozenset[int]
    networks: tuple[IPv4Network | IPv6Network, ...]
    hosts: tuple[str, ...]
    """Endings of the names that sites behind it stand for, each with its dot."""


def front_of(address: str, asn: int | None, names: Iterable[str] = ()) -> str | None:
    """The content delivery network or hosting platform that ``address`` belongs to, by its published
    ranges, its network number, or the aliases (``names``) that lead there; None when none is known.
    """
    literal, dotted = ip_address(address), [f".{name}" for name in names]
    for front in _fronts():
        if asn in front.asns or any(literal in network for network in front.networks):
            return front.name
        if front.hosts and any(name.endswith(front.hosts) for name in dotted):
            return front.name
    return None


@cache
def _fronts() -> tuple[_Front, ...]:
    return tuple(
        _Front(
            name=row["name"],
            asns=frozenset(int(number) for number in row["asns"].split()),
            networks=tuple(ip_network(text) for text in row["networks"].split()),
            hosts=tuple(f".{host}" for host in row["hosts"].split()),
        )
        for row in table("fronts")
    )
