from __future__ import annotations

import pytest

from checker.registration import Registration, RegistrationState
from tests.signals.build import detect, registration

CASES = [
    pytest.param(
        registration(statuses=("clientHold", "clientTransferProhibited")),
        "present",
        id="present: suspended by the registrar",
    ),
    pytest.param(
        registration(statuses=("serverHold",)), "present", id="present: suspended by the registry"
    ),
    pytest.param(
        registration(statuses=("client hold",)), "present", id="present: as RDAP spells it"
    ),
    pytest.param(registration(statuses=("redemptionPeriod",)), "present", id="present: unpaid"),
    pytest.param(registration(statuses=("pendingDelete",)), "present", id="present: about to go"),
    pytest.param(registration(statuses=("ok",)), "absent", id="absent"),
    pytest.param(
        registration(
            statuses=(
                "clientTransferProhibited",
                "clientDeleteProhibited",
                "serverUpdateProhibited",
            )
        ),
        "absent",
        id="near_miss: locks are good custom",
    ),
    pytest.param(
        registration(statuses=("autoRenewPeriod",)), "absent", id="near_miss: renewed by itself"
    ),
    pytest.param(
        registration(statuses=("pendingRestore",)),
        "absent",
        id="near_miss: somebody pays to get it back",
    ),
    pytest.param(registration(statuses=()), "unknown", id="unknown: no status is published"),
    pytest.param(
        registration(state=RegistrationState.THROTTLED, statuses=()),
        "unknown",
        id="unknown: throttled",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_registration_on_hold(seen: Registration, outcome: str) -> None:
    finding = detect("registration_on_hold", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
