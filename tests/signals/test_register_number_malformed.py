from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, identifier, page, site

CASES = [
    pytest.param(
        site(page(identifiers=(identifier("gphc_premises", "4412", valid=False),))),
        "present",
        id="present-four-digits",
    ),
    pytest.param(
        site(page(identifiers=(identifier("us_npi", "1234567890", valid=False, country="US"),))),
        "present",
        id="present-check-digit",
    ),
    pytest.param(
        site(page(identifiers=(identifier("gphc_premises", "9012345"),))),
        "absent",
        id="absent-right",
    ),
    pytest.param(
        site(page(identifiers=(identifier("licence", "77", valid=None),))),
        "absent",
        id="near-miss-no-rule",
    ),
    pytest.param(
        site(page(identifiers=(identifier("gb_company", "77", valid=False),))),
        "absent",
        id="near-miss-company",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_register_number_malformed(seen: Site, outcome: str) -> None:
    finding = detect("register_number_malformed", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
