from __future__ import annotations

import pytest

from checker.claim_check import ClaimChecks, Why
from tests.signals.build import detect
from tests.signals.checked import C, M, N, O, check, checked

CASES = [
    pytest.param(checked(check(C, Why.DETAILS_DIFFER)), "present", id="present"),
    pytest.param(checked(check(C, Why.NO_DOMAIN)), "absent", id="near-miss-nothing-to-compare"),
    pytest.param(checked(check(C, Why.DETAILS_ONLY)), "absent", id="absent-details-agree"),
    pytest.param(
        checked(check(M, Why.NAMED), check(N, Why.EMPTY), check(O, Why.OTHER_DOMAIN)),
        "absent",
        id="absent-others",
    ),
    pytest.param(checked(), "not_applicable", id="no-claim"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_claim_details_differ(seen: ClaimChecks, outcome: str) -> None:
    finding = detect("claim_details_differ", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
