from __future__ import annotations

import pytest

from checker.dns_records import DnsRecords
from tests.signals.build import detect, dns

CASES = [
    pytest.param(
        dns(name_servers=("ns1.sedoparking.com", "ns2.sedoparking.com")), "present", id="present"
    ),
    pytest.param(
        dns(name_servers=("ns1.host.example", "ns2.bodis.com")), "present", id="present: one of two"
    ),
    pytest.param(dns(), "absent", id="absent"),
    pytest.param(
        dns(name_servers=("ns1.notbodis.com", "bodis.com.host.example")),
        "absent",
        id="near_miss: a name that ends alike",
    ),
    pytest.param(
        dns(name_servers=("ada.ns.cloudflare.com",)), "absent", id="near_miss: a delivery network"
    ),
    pytest.param(dns(name_servers=()), "not_applicable", id="not_applicable: none of its own"),
    pytest.param(dns(name_servers=None), "unknown", id="unknown: not told"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_name_servers_parked(seen: DnsRecords, outcome: str) -> None:
    finding = detect("name_servers_parked", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
