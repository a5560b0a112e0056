from __future__ import annotations

import pytest

from checker.dns_records import DnsRecords
from checker.site import Site
from tests.signals.build import detect, dns, email, page, site

CASES = [
    pytest.param(site(page(emails=(email(),))), dns(mail_servers=()), "present", id="present"),
    pytest.param(site(page(emails=(email(),))), dns(), "absent", id="absent"),
    pytest.param(
        site(page(emails=(email("shop@gmail.com", free_provider=True),))),
        dns(mail_servers=()),
        "not_applicable",
        id="near_miss: a mail box elsewhere",
    ),
    pytest.param(
        site(page(emails=(email("info@mail.shop.example"),))),
        dns(mail_servers=()),
        "not_applicable",
        id="near_miss: a name below the domain has servers of its own",
    ),
    pytest.param(
        site(page()),
        dns(mail_servers=()),
        "not_applicable",
        id="not_applicable: no address is given",
    ),
    pytest.param(
        site(page(emails=(email(),))), dns(mail_servers=None), "unknown", id="unknown: not told"
    ),
]


@pytest.mark.parametrize(("seen", "records", "outcome"), CASES)
def test_mail_absent(seen: Site, records: DnsRecords, outcome: str) -> None:
    finding = detect("mail_absent", seen, records)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
