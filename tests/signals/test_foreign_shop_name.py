from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, item, page, shop, site

CASES = [
    pytest.param(
        site(shop(text="© 2024 cheap-meds-24.com All rights reserved")),
        "present",
        id="present-copyright-line",
    ),
    pytest.param(
        site(
            shop(
                structured=(item("og:website", properties=(("og:site_name", "bestpharmacy.net"),)),)
            )
        ),
        "present",
        id="present-site-name",
    ),
    pytest.param(site(shop(text="© 2024 shop.example")), "absent", id="absent-own-name"),
    pytest.param(site(shop(text="© 2024 webdesign-agency.com")), "absent", id="near-miss-designer"),
    pytest.param(
        site(shop(text="Never buy from cheap-meds-24.com")), "absent", id="near-miss-body-text"
    ),
    pytest.param(
        site(page(text="© 2024 cheap-meds-24.com")),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_foreign_shop_name(seen: Site, outcome: str) -> None:
    finding = detect("foreign_shop_name", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
