from __future__ import annotations

import pytest

from checker.claim_check import ClaimChecks, Why
from tests.signals.build import detect
from tests.signals.checked import C, M, N, O, check, checked

CASES = [
    pytest.param(checked(check(C, Why.NOT_ASKED)), "present", id="present-offline"),
    pytest.param(checked(check(C, Why.DETAILS_ONLY)), "present", id="present-details"),
    pytest.param(checked(check(C, Why.WRONG_HOST)), "absent", id="near-miss-own-signal"),
    pytest.param(checked(check(M, Why.NAMED)), "absent", id="absent-confirmed"),
    pytest.param(
        checked(check(N, Why.EMPTY), check(O, Why.OTHER_DOMAIN)), "absent", id="absent-settled"
    ),
    pytest.param(checked(), "not_applicable", id="no-claim"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_claim_unchecked(seen: ClaimChecks, outcome: str) -> None:
    finding = detect("claim_unchecked", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
