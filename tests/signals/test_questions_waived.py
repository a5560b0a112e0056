from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, medicine, page, phrase, shop, site

CLAIM = "no_questions"
OTHER = "otc_neutral"

CASES = [
    pytest.param(site(shop(phrases=(phrase(CLAIM),))), "present", id="present"),
    pytest.param(
        site(shop(), page(phrases=(phrase(CLAIM),))), "present", id="present-on-a-further-page"
    ),
    pytest.param(site(shop()), "absent", id="absent"),
    pytest.param(
        site(shop(phrases=(phrase(CLAIM, negated=True),))), "absent", id="near-miss-denied"
    ),
    pytest.param(site(shop(phrases=(phrase(OTHER),))), "absent", id="near-miss-other-claim"),
    pytest.param(site(page(phrases=(phrase(CLAIM),))), "not_applicable", id="no-medicine"),
    pytest.param(
        site(page(medicines=(medicine(status="otc"),), phrases=(phrase(CLAIM),))),
        "not_applicable",
        id="near-miss-sold-freely",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_questions_waived(seen: Site, outcome: str) -> None:
    finding = detect("questions_waived", seen)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
    if outcome != "not_applicable":
        assert finding.measures["said"] == (outcome == "present")
