from __future__ import annotations

import pytest

from checker.claim_check import ClaimChecks, Why
from tests.signals.build import detect
from tests.signals.checked import C, M, N, O, check, checked

CASES = [
    pytest.param(checked(check(O, Why.KNOWN_NUMBER, other="real.com")), "present", id="present"),
    pytest.param(
        checked(check(O, Why.OTHER_DOMAIN, other="real.com")), "absent", id="near-miss-entry-read"
    ),
    pytest.param(checked(check(M, Why.NAMED)), "absent", id="absent-confirmed"),
    pytest.param(checked(check(C, Why.LATE), check(N, Why.EMPTY)), "absent", id="absent-others"),
    pytest.param(checked(), "not_applicable", id="no-claim"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_number_of_known_other_operator(seen: ClaimChecks, outcome: str) -> None:
    finding = detect("number_of_known_other_operator", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
