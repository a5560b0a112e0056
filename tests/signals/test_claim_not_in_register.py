from __future__ import annotations

import pytest

from checker.claim_check import ClaimChecks, Why
from tests.signals.build import detect
from tests.signals.checked import C, M, N, O, check, checked

CASES = [
    pytest.param(checked(check(N, Why.EMPTY)), "present", id="present-empty"),
    pytest.param(checked(check(N, Why.ENDED)), "present", id="present-ended"),
    pytest.param(checked(check(N, Why.REFUSED)), "present", id="present-refused"),
    pytest.param(checked(check(N, Why.MALFORMED)), "absent", id="near-miss-own-signal"),
    pytest.param(
        checked(check(C, Why.UNREADABLE), check(O, Why.OTHER_DOMAIN)),
        "absent",
        id="absent-unreadable",
    ),
    pytest.param(checked(check(M, Why.NAMED)), "absent", id="absent-confirmed"),
    pytest.param(checked(), "not_applicable", id="no-claim"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_claim_not_in_register(seen: ClaimChecks, outcome: str) -> None:
    finding = detect("claim_not_in_register", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
