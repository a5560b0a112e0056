from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, link, page, shop, site

CASES = [
    pytest.param(site(shop(), contact=page()), "present", id="present-no-links"),
    pytest.param(
        site(shop(links=(link("https://www.shop.example/privacy", "Privacy"),)), contact=page()),
        "absent",
        id="absent-privacy-linked",
    ),
    pytest.param(
        site(shop(links=(link("https://www.shop.example/p/7", "Datenschutz"),)), contact=page()),
        "absent",
        id="near-miss-other-language",
    ),
    pytest.param(site(shop()), "unknown", id="unknown-contact-not-read"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_policy_pages_absent(seen: Site, outcome: str) -> None:
    finding = detect("policy_pages_absent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert not finding.quotes
