"""Very many unrelated domains were seen on the address of this site.

Hundreds to thousands of medicine shops stood on one address in four cases of 2010. Cheap hosting packs
honest sites as tightly, and delivery networks are left out: everybody shares those.
"""

from __future__ import annotations

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
from checker.origin import Origin
from checker.signals._address import dns_answer

META = Meta(
    title=N_("Address shared with very many sites"),
    why=N_(
        "One address serves hundreds of unrelated sites. Networks of medicine shops were run like that, and "
        "so is the cheapest hosting of honest firms."
    ),
    verify=N_("Look the address up at a public service that lists the names on it."),
    source="G. Warner, CyberCrime & Doing Time (October 2010): 641 to 2,271 pharmacy names on one address",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("dns", "origin"),
    measures={"domains": Measure(unit="domains")},
)

VERY_MANY = 500
"""Domains: near the smallest of the reported cases."""


def detect(dns: DnsRecords, origin: Origin) -> Finding:
    """Count the domains, unless they only share a front."""
    if origin.front:
        return not_applicable(N_("A delivery network stands before the site: everybody shares it"))
    if dns.shared_with is None:
        return unknown(N_("Nobody counted the other domains on this address"))
    measures = {"domains": float(dns.shared_with)}
    if dns.shared_with < VERY_MANY:
        return absent(
            N_("{count} other domains on the address"), count=dns.shared_with, measures=measures
        )
    return present(
        N_("{count} other domains on the address {address}"),
        count=dns.shared_with,
        address=origin.address,
        quotes=(dns_answer(dns.host, f"{dns.shared_with} domains on {origin.address}"),),
        measures=measures,
    )
