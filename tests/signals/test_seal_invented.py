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
                        "Pharma Checker (look-alike)",
                        kind="fake",
                        exists=False,
                        quote="Pharma Checker",
                    ),
                )
            )
        ),
        "present",
        id="present-look-alike",
    ),
    pytest.param(
        site(page(seals=(seal("PharmacyChecker", kind="private certification"),))),
        "absent",
        id="near-miss-real-name",
    ),
    pytest.param(site(page()), "absent", id="absent-nothing"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_invented(seen: Site, outcome: str) -> None:
    finding = detect("seal_invented", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
