from __future__ import annotations

import pytest

from checker.dns_records import DnsRecords
from checker.origin import Origin
from tests.signals.build import detect, dns, origin

CASES = [
    pytest.param(dns(shared_with=1060), origin(), "present", id="present"),
    pytest.param(dns(shared_with=0), origin(), "absent", id="absent"),
    pytest.param(dns(shared_with=120), origin(), "absent", id="near_miss: ordinary shared hosting"),
    pytest.param(
        dns(shared_with=90000),
        origin(None, front="Cloudflare"),
        "not_applicable",
        id="near_miss: everybody shares a front",
    ),
    pytest.param(dns(), origin(), "unknown", id="unknown: nobody counted"),
]


@pytest.mark.parametrize(("seen", "place", "outcome"), CASES)
def test_address_on_shared_host(seen: DnsRecords, place: Origin, outcome: str) -> None:
    finding = detect("address_on_shared_host", seen, place)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
