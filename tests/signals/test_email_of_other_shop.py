from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, email, page, shop, site

CASES = [
    pytest.param(
        site(shop(emails=(email("info@cheap-pills-online.com"),))),
        "present",
        id="present-pill-shop",
    ),
    pytest.param(
        site(shop(emails=(email("info@cheap-pills-online.com"), email()))),
        "absent",
        id="near-miss-own-beside",
    ),
    pytest.param(
        site(shop(emails=(email("a.person@nhs.net"),))), "absent", id="near-miss-health-service"
    ),
    pytest.param(
        site(shop(emails=(email("help@shop-pharmacy.example"),))),
        "absent",
        id="near-miss-same-name",
    ),
    pytest.param(
        site(page(emails=(email("info@cheap-pills-online.com"),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_email_of_other_shop(seen: Site, outcome: str) -> None:
    finding = detect("email_of_other_shop", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
