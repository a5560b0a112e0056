from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import address, contact, detect, page, phone, shop, site

CASES = [
    pytest.param(site(shop(contacts=(contact(),))), "present", id="present-only-whatsapp"),
    pytest.param(
        site(shop(contacts=(contact(),), phones=(phone("+447700900000", kind="mobile"),))),
        "present",
        id="present-mobile-number-beside",
    ),
    pytest.param(
        site(shop(contacts=(contact(),), phones=(phone(),))), "absent", id="near-miss-landline"
    ),
    pytest.param(
        site(shop(contacts=(contact(),), addresses=(address(),))), "absent", id="near-miss-address"
    ),
    pytest.param(
        site(shop(contacts=(contact("facebook", "social"),))), "absent", id="near-miss-social"
    ),
    pytest.param(site(shop(contacts=(contact(),)), shop()), "unknown", id="unknown-pages-not-read"),
    pytest.param(
        site(page(contacts=(contact(),))), "not_applicable", id="not-applicable-no-medicine"
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_contact_messenger_only(seen: Site, outcome: str) -> None:
    finding = detect("contact_messenger_only", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
