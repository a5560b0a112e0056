from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, site

CASES = [
    pytest.param(site(page(markers=("EvaPharmacy shop",))), "present", id="present-programme"),
    pytest.param(
        site(page(markers=("India-export policy text",))), "absent", id="near-miss-weak-mark"
    ),
    pytest.param(site(page()), "absent", id="absent-nothing"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_affiliate_programme_mark(seen: Site, outcome: str) -> None:
    finding = detect("affiliate_programme_mark", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
