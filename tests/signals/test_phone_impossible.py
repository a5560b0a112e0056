from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, phone, shop, site

CASES = [
    pytest.param(
        site(shop(phones=(phone("+44 123", "GB", kind="unknown"),))),
        "present",
        id="present-too-short",
    ),
    pytest.param(
        site(shop(phones=(phone("+44 123", "GB", kind="unknown"), phone()))),
        "absent",
        id="near-miss-right-beside",
    ),
    pytest.param(
        site(shop(phones=(phone("0800 123", "", kind="unknown"),))),
        "absent",
        id="near-miss-national",
    ),
    pytest.param(
        site(page(phones=(phone("+44 123", "GB", kind="unknown"),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_phone_impossible(seen: Site, outcome: str) -> None:
    finding = detect("phone_impossible", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
