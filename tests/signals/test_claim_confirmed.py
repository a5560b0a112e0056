from __future__ import annotations

import pytest

from checker.claim_check import ClaimChecks, Why
from tests.signals.build import detect
from tests.signals.checked import C, M, N, O, check, checked

CASES = [
    pytest.param(checked(check(M, Why.NAMED)), "present", id="present"),
    pytest.param(
        checked(check(C, Why.LATE), check(M, Why.NAMED)), "present", id="present-one-of-two"
    ),
    pytest.param(checked(check(C, Why.DETAILS_ONLY)), "absent", id="near-miss-details-only"),
    pytest.param(
        checked(check(O, Why.OTHER_DOMAIN, other="real.com")), "absent", id="absent-anothers"
    ),
    pytest.param(checked(check(N, Why.EMPTY)), "absent", id="absent-no-entry"),
    pytest.param(checked(), "not_applicable", id="no-claim"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_claim_confirmed(seen: ClaimChecks, outcome: str) -> None:
    finding = detect("claim_confirmed", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
