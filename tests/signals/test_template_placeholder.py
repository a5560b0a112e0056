from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, shop, site

CASES = [
    pytest.param(
        site(shop(text="Lorem ipsum dolor sit amet")), "present", id="present-filling-text"
    ),
    pytest.param(site(shop(text="Call us: (123) 456-7890")), "present", id="present-sample-number"),
    pytest.param(site(shop(text="Call us: (212) 456-7890")), "absent", id="near-miss-number"),
    pytest.param(site(shop(text="1 000 000 customers")), "absent", id="near-miss-count"),
    pytest.param(site(page(text="Lorem ipsum")), "not_applicable", id="not-applicable-no-medicine"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_template_placeholder(seen: Site, outcome: str) -> None:
    finding = detect("template_placeholder", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
