from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, site

CASES = [
    pytest.param(site(page(seals=(seal(),))), "present", id="present-picture"),
    pytest.param(
        site(
            page(
                seals=(
                    seal(),
                    seal(
                        link="https://www.pharmacyregulation.org/registers/pharmacy/1234567",
                        link_state="genuine",
                    ),
                )
            )
        ),
        "absent",
        id="near-miss-linked-beside",
    ),
    pytest.param(
        site(page(seals=(seal("Trustpilot", kind="reviews"),))),
        "absent",
        id="near-miss-review-mark",
    ),
    pytest.param(site(page(text="Registered with the GPhC")), "absent", id="near-miss-words-only"),
    pytest.param(site(page()), "absent", id="absent-nothing"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_unlinked(seen: Site, outcome: str) -> None:
    finding = detect("seal_unlinked", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
