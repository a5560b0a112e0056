from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, identifier, page, site

CASES = [
    pytest.param(site(page(identifiers=(identifier(),))), "present", id="present-company"),
    pytest.param(
        site(page(identifiers=(identifier("gb_vat", "980780684"),))), "present", id="present-vat"
    ),
    pytest.param(
        site(page(identifiers=(identifier(valid=False),))), "absent", id="near-miss-malformed"
    ),
    pytest.param(
        site(page(identifiers=(identifier("gphc_premises", "9012345"),))),
        "absent",
        id="near-miss-register",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_company_named(seen: Site, outcome: str) -> None:
    finding = detect("company_named", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
