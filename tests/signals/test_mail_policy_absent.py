from __future__ import annotations

import pytest

from checker.dns_records import DnsRecords
from tests.signals.build import detect, dns

CASES = [
    pytest.param(dns(spf=False, dmarc=False, dmarc_policy=None), "present", id="present"),
    pytest.param(dns(), "absent", id="absent"),
    pytest.param(
        dns(spf=True, dmarc=False, dmarc_policy=None), "absent", id="near_miss: one of the two"
    ),
    pytest.param(
        dns(spf=False, dmarc=False, mail_servers=()),
        "not_applicable",
        id="near_miss: takes no mail",
    ),
    pytest.param(dns(spf=False, dmarc=None), "unknown", id="unknown: not told"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_mail_policy_absent(seen: DnsRecords, outcome: str) -> None:
    finding = detect("mail_policy_absent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
