from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import address, detect, page, phone, shop, site

CASES = [
    pytest.param(
        site(shop(addresses=(address(),), phones=(phone("+911123456789", "IN"),))),
        "present",
        id="present-address-and-telephone",
    ),
    pytest.param(
        site(shop(title="Canadian Pharmacy", phones=(phone("+911123456789", "IN"),))),
        "present",
        id="present-name-and-telephone",
    ),
    pytest.param(
        site(shop(addresses=(address(),), phones=(phone(), phone("+911123456789", "IN")))),
        "absent",
        id="near-miss-one-of-two",
    ),
    pytest.param(
        site(shop(title="Canadian Pharmacy", phones=(phone("+18005550199", "US"),))),
        "absent",
        id="near-miss-shared-prefix",
    ),
    pytest.param(site(shop(phones=(phone(),))), "not_applicable", id="not-applicable-no-claim"),
    pytest.param(
        site(page(addresses=(address(),), phones=(phone("+911123456789", "IN"),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_phone_country_mismatch(seen: Site, outcome: str) -> None:
    finding = detect("phone_country_mismatch", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
