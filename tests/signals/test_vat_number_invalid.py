from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, identifier, page, site

CASES = [
    pytest.param(
        site(page(identifiers=(identifier("gb_vat", "123456789", valid=False),))),
        "present",
        id="present-check-digits",
    ),
    pytest.param(
        site(page(identifiers=(identifier("vat", "123456789", valid=None),))),
        "absent",
        id="near-miss-no-rule",
    ),
    pytest.param(
        site(page(identifiers=(identifier("de_vat", "1", valid=False), identifier("de_vat", "2")))),
        "absent",
        id="near-miss-right-beside",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_vat_number_invalid(seen: Site, outcome: str) -> None:
    finding = detect("vat_number_invalid", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
