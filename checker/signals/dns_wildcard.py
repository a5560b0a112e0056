"""Any name under the domain leads somewhere: it was set up to serve names by the thousand.

Doorway campaigns make a fresh name for each medicine and each search. Site builders and many
hosts set domains up like this as a matter of course.
"""

from __future__ import annotations

from checker.dns_records import DnsRecords
from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present, unknown
from checker.message import N_
from checker.signals._address import dns_answer

META = Meta(
    title=N_("Every name under the domain answers"),
    why=N_(
        "Whatever is written in front of the domain leads somewhere. Campaigns that lead searches to "
        "medicine shops use this to make endless fresh names; many hosts set it up for convenience."
    ),
    verify=N_(
        "Write a few random letters and a full stop in front of the domain and see what opens."
    ),
    source="RFC 4592 (wildcards in DNS); Leontiadis, Moore & Christin, USENIX Security (2011)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("dns",),
    measures={"wildcard": Measure(unit="flag")},
)


def detect(dns: DnsRecords) -> Finding:
    """Read whether a random name had an address."""
    if dns.wildcard is None:
        return unknown(N_("It was not told whether random names have an address"))
    if not dns.wildcard:
        return absent(
            N_("A random name under the domain has no address"), measures={"wildcard": 0.0}
        )
    return present(
        N_("A random name under {domain} has an address too"),
        domain=dns.domain,
        quotes=(dns_answer(dns.domain, f"*.{dns.domain} has an address"),),
        measures={"wildcard": 1.0},
    )
