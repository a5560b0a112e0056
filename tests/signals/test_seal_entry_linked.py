from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, site

CASES = [
    pytest.param(
        site(
            page(
                seals=(
                    seal(
                        link="https://www.pharmacyregulation.org/registers/pharmacy/1234567",
                        link_state="genuine",
                        entry="1234567",
                    ),
                )
            )
        ),
        "present",
        id="present-entry",
    ),
    pytest.param(
        site(page(seals=(seal(link_state="authority_home"),))), "absent", id="near-miss-front-page"
    ),
    pytest.param(
        site(page(seals=(seal("Trustpilot", kind="reviews", link_state="genuine"),))),
        "absent",
        id="near-miss-reviews",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_entry_linked(seen: Site, outcome: str) -> None:
    finding = detect("seal_entry_linked", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
