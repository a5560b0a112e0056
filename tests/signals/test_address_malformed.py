from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import address, detect, page, site

CASES = [
    pytest.param(
        site(page(addresses=(address("1 High Street, 99999, GB", postcode="99999", valid=False),))),
        "present",
        id="present-digits-in-britain",
    ),
    pytest.param(
        site(page(addresses=(address(), address("x", postcode="9", valid=False)))),
        "absent",
        id="near-miss-right-beside",
    ),
    pytest.param(
        site(page(addresses=(address(postcode="", valid=False),))),
        "not_applicable",
        id="near-miss-no-postcode",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_address_malformed(seen: Site, outcome: str) -> None:
    finding = detect("address_malformed", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
