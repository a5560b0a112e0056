from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import address, detect, shop, site

CASES = [
    pytest.param(
        site(shop(title="Canadian Pharmacy Online", addresses=(address(),))),
        "present",
        id="present-british-address",
    ),
    pytest.param(
        site(shop(title="UK Meds", addresses=(address(),))), "absent", id="absent-british"
    ),
    pytest.param(
        site(shop(title="Contact us: pharmacy help", addresses=(address(),))),
        "not_applicable",
        id="near-miss-pronoun",
    ),
    pytest.param(
        site(shop(text="Beware of any Canadian pharmacy", addresses=(address(),))),
        "not_applicable",
        id="near-miss-body-text",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_claimed_country_conflict(seen: Site, outcome: str) -> None:
    finding = detect("claimed_country_conflict", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
