from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import address, detect, page, read_site, shop, site

CASES = [
    pytest.param(read_site(shop()), "present", id="present-nowhere"),
    pytest.param(
        read_site(shop(), contact=page(addresses=(address(),))),
        "absent",
        id="near-miss-on-contact-page",
    ),
    pytest.param(site(shop()), "unknown", id="unknown-pages-not-read"),
    pytest.param(site(shop(), contact=page()), "unknown", id="near-miss-terms-not-read"),
    pytest.param(read_site(page()), "not_applicable", id="not-applicable-no-medicine"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_street_address_absent(seen: Site, outcome: str) -> None:
    finding = detect("street_address_absent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert not finding.quotes
