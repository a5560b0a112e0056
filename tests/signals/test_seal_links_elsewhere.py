from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, site

CASES = [
    pytest.param(
        site(
            page(seals=(seal(link="https://www.shop.example/certificate", link_state="own_site"),))
        ),
        "present",
        id="present-own-page",
    ),
    pytest.param(
        site(page(seals=(seal(link="https://other.example/", link_state="elsewhere"),))),
        "present",
        id="present-third-site",
    ),
    pytest.param(
        site(page(seals=(seal(link="https://www.shop.example/#", link_state="own_site"),))),
        "absent",
        id="near-miss-script-link",
    ),
    pytest.param(
        site(
            page(
                seals=(
                    seal(
                        link="https://www.pharmacyregulation.org/registers/pharmacy/1234567",
                        link_state="genuine",
                    ),
                )
            )
        ),
        "absent",
        id="absent-entry",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_links_elsewhere(seen: Site, outcome: str) -> None:
    finding = detect("seal_links_elsewhere", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
