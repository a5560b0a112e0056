"""What stands behind the demonstration's addresses: zone, registrations, database of networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checker.demo.names import DemoName, demo_names
from checker.demo.registries import Registered
from checker.gather.origin import OriginData

_SHOWN_INSTEAD = {
    "proxy": "Hidden Owner Privacy Service",
    "redacted": "REDACTED FOR PRIVACY",
    "no_data": None,
}
NAME_SERVERS = ("ns1.invented-names.test.", "ns2.invented-names.test.")


def zone_of(addresses: Mapping[str, str]) -> dict[str, dict[str, Sequence[str]]]:
    """The DNS zone of the hosts in ``addresses``."""
    zone: dict[str, dict[str, Sequence[str]]] = {}
    for host, address in addresses.items():
        zone[host] = {"A": [address], "NS": NAME_SERVERS}
        behind = demo_names().get(host)
        if behind is not None:
            zone[host] |= _mail(behind)
            zone |= _beside(behind, address)
    return zone


def _mail(behind: DemoName) -> dict[str, Sequence[str]]:
    records: dict[str, Sequence[str]] = {}
    if behind.mail:
        records["MX"] = [f"{10 * n} {server}." for n, server in enumerate(behind.mail, start=1)]
    if behind.spf:
        records["TXT"] = ['"v=spf1 mx -all"']
    return records


def _beside(behind: DemoName, address: str) -> dict[str, dict[str, Sequence[str]]]:
    """The names below the host's own."""
    below: dict[str, dict[str, Sequence[str]]] = {}
    if behind.dmarc:
        below[f"_dmarc.{behind.name}"] = {"TXT": [f'"v=DMARC1; p={behind.dmarc}"']}
    if behind.wildcard:
        below[f"*.{behind.name}"] = {"A": [address]}
    return below


def registrations(today: date) -> dict[str, Registered]:
    """What the invented registries say about every name on the day ``today``."""
    return {name: _registered(behind, today) for name, behind in demo_names().items()}


def _registered(behind: DemoName, today: date) -> Registered:
    def ago(days: int | None) -> date | None:
        return None if days is None else today - timedelta(days=days)

    return Registered(
        created=ago(behind.registered),
        updated=ago(behind.updated),
        transferred=ago(behind.transferred),
        expires=None if behind.expires is None else today + timedelta(days=behind.expires),
        registrant=_SHOWN_INSTEAD.get(behind.privacy, behind.registrant),
        country=behind.country or None,
        name_servers=tuple(name.rstrip(".") for name in NAME_SERVERS),
        in_rdap=not behind.whois,
        throttled=behind.state == "throttled",
    )


class DemoOriginData(OriginData):
    """Networks and countries of the invented hosts, without a file."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        super().__init__()
        self.data_date = datetime.now(UTC).date()
        self._hosts = {address: host for host, address in addresses.items()}

    def rows(self, address: str) -> list[Mapping[str, Any]]:
        """What a database has on ``address``."""
        behind = demo_names().get(self._hosts.get(address, ""))
        if behind is None or behind.network is None:
            return []
        network = behind.network
        row = {
            "country": {"iso_code": network.country},
            "autonomous_system_number": network.number,
            "autonomous_system_organization": network.name,
        }
        return [row]
