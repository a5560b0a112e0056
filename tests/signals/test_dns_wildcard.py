from __future__ import annotations

import pytest

from checker.dns_records import DnsRecords
from tests.signals.build import detect, dns

CASES = [
    pytest.param(dns(wildcard=True), "present", id="present"),
    pytest.param(dns(wildcard=False), "absent", id="absent"),
    pytest.param(
        dns(aliases=("shops.host.example",)),
        "absent",
        id="near_miss: the host is only another name",
    ),
    pytest.param(dns(wildcard=None), "unknown", id="unknown: not told"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_dns_wildcard(seen: DnsRecords, outcome: str) -> None:
    finding = detect("dns_wildcard", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
