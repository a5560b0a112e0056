from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, email, page, read_site, shop, site

CASES = [
    pytest.param(read_site(shop()), "present", id="present-nothing"),
    pytest.param(
        read_site(shop(), terms=page(emails=(email(),))), "absent", id="near-miss-mail-in-terms"
    ),
    pytest.param(site(shop()), "unknown", id="unknown-pages-not-read"),
    pytest.param(read_site(page()), "not_applicable", id="not-applicable-no-medicine"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_contact_absent(seen: Site, outcome: str) -> None:
    finding = detect("contact_absent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert not finding.quotes
