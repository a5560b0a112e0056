"""The name servers are those of a parking or sales service for domains.

A shop stands on servers of its own or of a host. A name served by a marketplace for names is for sale,
expired, or was bought a moment ago.
"""

from __future__ import annotations

from functools import cache

from checker.dns_records import DnsRecords
from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.reference import table
from checker.signals._address import dns_answer

META = Meta(
    title=N_("Name servers of a service that parks or sells domains"),
    why=N_(
        "The name is served by a marketplace for names: it is for sale, has lapsed, or has just changed "
        "hands. What was there before, and what is said of it elsewhere, may be somebody else's."
    ),
    verify=N_("Look the domain up at lookup.icann.org and read its name servers."),
    source="Zirngibl et al., Domain Parking: Largely Present, Rarely Considered!, TMA (2022)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("dns",),
    measures={"parked": Measure(unit="flag")},
)


def detect(dns: DnsRecords) -> Finding:
    """Compare the name servers with those of known services."""
    if dns.name_servers is None:
        return unknown(N_("The name servers could not be asked for"))
    if not dns.name_servers:
        return not_applicable(N_("The domain has no name servers of its own"))
    parked = [server for server in dns.name_servers if _service(server)]
    measures = {"parked": float(bool(parked))}
    if not parked:
        return absent(N_("The name servers are not those of a parking service"), measures=measures)
    return present(
        N_("Served by {server}, of a service that parks or sells domains ({service})"),
        server=parked[0],
        service=_service(parked[0]),
        quotes=tuple(dns_answer(dns.domain, f"NS {server}") for server in parked[:3]),
        measures=measures,
    )


def _service(server: str) -> str:
    """The service whose name server this is; empty for all others."""
    labels = server.split(".")
    return next(
        filter(None, (_services().get(".".join(labels[i:])) for i in range(len(labels)))), ""
    )


@cache
def _services() -> dict[str, str]:
    """Names of services by the domains of their name servers."""
    return {
        domain: row["service"]
        for row in table("parking_services")
        for domain in row["name_servers"].split()
    }
