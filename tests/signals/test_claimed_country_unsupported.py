from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, phone, read_site, shop, site

CASES = [
    pytest.param(
        read_site(shop(title="Canadian Pharmacy Online")), "present", id="present-nothing-in-canada"
    ),
    pytest.param(
        read_site(
            shop(title="Canadian Pharmacy Online"),
            contact=page(phones=(phone("+14165550123", "CA"),)),
        ),
        "absent",
        id="absent-telephone-there",
    ),
    pytest.param(
        site(shop(title="Canadian Pharmacy Online")), "unknown", id="unknown-pages-not-read"
    ),
    pytest.param(
        read_site(page(title="Canadian Pharmacy Online")),
        "not_applicable",
        id="near-miss-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_claimed_country_unsupported(seen: Site, outcome: str) -> None:
    finding = detect("claimed_country_unsupported", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
