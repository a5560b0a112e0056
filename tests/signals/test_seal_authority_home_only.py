from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, site

CASES = [
    pytest.param(
        site(
            page(
                seals=(
                    seal(link="https://www.pharmacyregulation.org/", link_state="authority_home"),
                )
            )
        ),
        "present",
        id="present-front-page",
    ),
    pytest.param(
        site(page(seals=(seal(link_state="authority_home"), seal(link_state="genuine")))),
        "absent",
        id="near-miss-entry-beside",
    ),
    pytest.param(
        site(page(seals=(seal("Trusted Shops", kind="shop rating", link_state="authority_home"),))),
        "absent",
        id="near-miss-shop-rating",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_authority_home_only(seen: Site, outcome: str) -> None:
    finding = detect("seal_authority_home_only", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
