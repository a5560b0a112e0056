from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, email, page, shop, site

CASES = [
    pytest.param(
        site(shop(emails=(email("shop@gmail.com", free_provider=True),))),
        "present",
        id="present-only-free",
    ),
    pytest.param(
        site(shop(emails=(email("shop@gmail.com", free_provider=True), email()))),
        "absent",
        id="near-miss-own-beside",
    ),
    pytest.param(site(shop()), "not_applicable", id="not-applicable-no-mail"),
    pytest.param(
        site(page(emails=(email("shop@gmail.com", free_provider=True),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_email_free_provider(seen: Site, outcome: str) -> None:
    finding = detect("email_free_provider", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
