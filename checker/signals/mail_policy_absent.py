"""The domain takes mail and does not say who may send mail in its name (no SPF, no DMARC).

Anybody can send order confirmations and payment requests that seem to come from it. Many honest small
firms have not set this up either.
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
from checker.signals._address import dns_answer

META = Meta(
    title=N_("Mail in this shop's name can be sent by anybody"),
    why=N_(
        "Nothing in the domain's records tells real mails of the shop from those others send in its name, such "
        "as requests to pay elsewhere. Small honest firms leave this out too."
    ),
    verify=N_("Look up the domain's SPF and DMARC records at a public mail checker."),
    source="RFC 7208 (SPF) and RFC 7489 (DMARC); UK National Cyber Security Centre, email security guidance",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("dns",),
    measures={"unprotected": Measure(unit="flag")},
)


def detect(dns: DnsRecords) -> Finding:
    """Look for either record."""
    if dns.mail_servers == ():
        return not_applicable(N_("The domain takes no mail"))
    if dns.spf is None or dns.dmarc is None:
        return unknown(N_("The records could not be asked for"))
    if dns.spf or dns.dmarc:
        return absent(N_("The domain says who may send its mail"), measures={"unprotected": 0.0})
    return present(
        N_("{domain} has neither an SPF nor a DMARC record"),
        domain=dns.domain,
        quotes=(dns_answer(dns.domain, "no SPF record, no DMARC record"),),
        measures={"unprotected": 1.0},
    )
