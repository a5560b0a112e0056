from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, identifier, page, site

CASES = [
    pytest.param(
        site(page(identifiers=(identifier("gphc_premises", "9012345"),))),
        "present",
        id="present-premises",
    ),
    pytest.param(
        site(page(identifiers=(identifier("gb_company", "01234567"),))),
        "absent",
        id="near-miss-company",
    ),
    pytest.param(
        site(page(identifiers=(identifier("gphc_premises", "77", valid=False),))),
        "absent",
        id="near-miss-malformed",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_register_number_claimed(seen: Site, outcome: str) -> None:
    finding = detect("register_number_claimed", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
