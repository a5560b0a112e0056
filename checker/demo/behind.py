"""What stands behind the demonstration's addresses: its DNS zone and its database of networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from checker.demo.names import DemoName, demo_names
from checker.gather.origin import OriginData

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
