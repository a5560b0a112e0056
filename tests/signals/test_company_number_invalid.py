from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, identifier, page, site

CASES = [
    pytest.param(
        site(page(identifiers=(identifier("fr_siret", "12345678900012", valid=False),))),
        "present",
        id="present-siret",
    ),
    pytest.param(
        site(
            page(
                identifiers=(identifier("fr_siret", "1", valid=False), identifier("fr_siret", "2"))
            )
        ),
        "absent",
        id="near-miss-right-beside",
    ),
    pytest.param(
        site(page(identifiers=(identifier("gb_vat", "1", valid=False),))),
        "absent",
        id="near-miss-vat",
    ),
    pytest.param(site(page(identifiers=(identifier(),))), "absent", id="absent-right"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_company_number_invalid(seen: Site, outcome: str) -> None:
    finding = detect("company_number_invalid", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
