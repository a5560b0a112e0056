"""The site gives a mail address at its own domain, and the domain takes no mail.

A contact that cannot be reached is none. Networks of shops fill the place for a mail address by a pattern
and never set up the mail behind it.
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
from checker.site import Site, quote

META = Meta(
    title=N_("Mail address at a domain that takes no mail"),
    why=N_(
        "The site asks you to write to an address at its own name, and no server takes mail for that name. "
        "Nobody may ever read a question or a complaint."
    ),
    verify=N_(
        "Write to the address before you order. A failure notice comes back within minutes or hours."
    ),
    source="RFC 5321, section 5.1, and RFC 7505 (mail exchangers); NABP progress report (2015)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("site", "dns"),
    measures={"unreachable": Measure(unit="flag")},
)


def detect(site: Site, dns: DnsRecords) -> Finding:
    """Look for mail servers behind the site's own mail addresses. Those below the domain
    (``info@mail.shop.example``) have servers of their own, which were not asked for."""
    own = [
        (page, mail) for page, mail in site.every(lambda p: p.emails) if mail.domain == dns.domain
    ]
    if not own:
        return not_applicable(N_("No mail address at the site's own domain was seen"))
    if dns.mail_servers is None:
        return unknown(N_("The mail servers could not be asked for"))
    if dns.mail_servers:
        return absent(N_("The domain takes mail"), measures={"unreachable": 0.0})
    page, mail = own[0]
    return present(
        N_("Gives {address}, and the domain names no mail server"),
        address=mail.address,
        quotes=(quote(page, mail.address, mail.place), dns_answer(dns.domain, "no MX record")),
        measures={"unreachable": 1.0},
    )
