from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, phrase, shop, site

WARNING = phrase("prescription_warning", "Never buy medicines without a prescription.")

CASES = [
    pytest.param(site(shop(phrases=(WARNING,))), "present", id="present"),
    pytest.param(
        site(shop(phrases=(phrase("prescription_warning", negated=True),))),
        "present",
        id="present-in-a-report",
    ),
    pytest.param(site(shop()), "absent", id="absent"),
    pytest.param(
        site(shop(phrases=(phrase("no_prescription"),))), "absent", id="near-miss-the-claim-itself"
    ),
    pytest.param(site(page(phrases=(WARNING,))), "not_applicable", id="no-medicine"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_prescription_warning_given(seen: Site, outcome: str) -> None:
    finding = detect("prescription_warning_given", seen)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
