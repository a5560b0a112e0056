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
                        "NABP accreditation (VIPPS)",
                        kind="pharmacy board association",
                        quote="VIPPS vipps.gif",
                    ),
                )
            )
        ),
        "present",
        id="present-vipps",
    ),
    pytest.param(
        site(
            page(
                seals=(
                    seal(
                        "NABP accreditation (VIPPS)",
                        kind="pharmacy board association",
                        quote="NABP Digital Pharmacy",
                    ),
                )
            )
        ),
        "absent",
        id="near-miss-successor",
    ),
    pytest.param(site(page()), "absent", id="absent-nothing"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_retired(seen: Site, outcome: str) -> None:
    finding = detect("seal_retired", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
