from __future__ import annotations

import pytest

from checker.registration import Registration, RegistrationState
from tests.signals.build import detect, page, registration

CASES = [
    pytest.param(
        registration(None, state=RegistrationState.NOT_REGISTERED), "present", id="present"
    ),
    pytest.param(registration(), "absent", id="absent"),
    pytest.param(
        registration(None, state=RegistrationState.THROTTLED), "unknown", id="near_miss: throttled"
    ),
    pytest.param(
        registration(None, state=RegistrationState.SERVER_ERROR),
        "unknown",
        id="near_miss: server_error",
    ),
    pytest.param(
        registration(None, state=RegistrationState.UNPARSEABLE),
        "unknown",
        id="near_miss: unparseable",
    ),
    pytest.param(
        registration(None, state=RegistrationState.RESERVED), "unknown", id="near_miss: reserved"
    ),
    pytest.param(
        registration(None, state=RegistrationState.UNAVAILABLE),
        "unknown",
        id="near_miss: unavailable",
    ),
    pytest.param(
        registration(None, state=RegistrationState.INVALID), "unknown", id="near_miss: invalid"
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_registration_absent(seen: Registration, outcome: str) -> None:
    finding = detect("registration_absent", page(), seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
