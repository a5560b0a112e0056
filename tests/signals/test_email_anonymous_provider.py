from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, email, page, shop, site

CASES = [
    pytest.param(site(shop(emails=(email("orders@cock.li"),))), "present", id="present-anonymous"),
    pytest.param(site(shop(emails=(email("shop@gmail.com"),))), "absent", id="near-miss-free"),
    pytest.param(
        site(page(emails=(email("me@proton.me"),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_email_anonymous_provider(seen: Site, outcome: str) -> None:
    finding = detect("email_anonymous_provider", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
