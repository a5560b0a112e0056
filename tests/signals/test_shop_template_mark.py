from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, shop, site

CASES = [
    pytest.param(
        site(shop(markers=("India-export policy text",))), "present", id="present-policy-text"
    ),
    pytest.param(site(shop(markers=("EvaPharmacy shop",))), "absent", id="near-miss-strong-mark"),
    pytest.param(
        site(page(markers=("India-export policy text",))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_shop_template_mark(seen: Site, outcome: str) -> None:
    finding = detect("shop_template_mark", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
