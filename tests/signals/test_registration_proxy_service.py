from __future__ import annotations

import pytest

from checker.registration import Privacy, Registration, RegistrationState
from tests.signals.build import detect, registration

CASES = [
    pytest.param(
        registration(privacy=Privacy.PROXY, privacy_service="Example Privacy Ltd"),
        "present",
        id="present",
    ),
    pytest.param(
        registration(privacy=Privacy.PROXY), "present", id="present: the service is not named"
    ),
    pytest.param(
        registration(privacy=Privacy.PUBLISHED, registrant="Example Pharmacy Ltd"),
        "absent",
        id="absent: an owner is shown",
    ),
    pytest.param(
        registration(privacy=Privacy.REDACTED), "absent", id="near_miss: withheld by the registry"
    ),
    pytest.param(
        registration(privacy=Privacy.NOT_PUBLISHED),
        "not_applicable",
        id="not_applicable: the registry shows nobody",
    ),
    pytest.param(registration(privacy=None), "unknown", id="unknown: not said"),
    pytest.param(
        registration(privacy=None, state=RegistrationState.NOT_REGISTERED),
        "unknown",
        id="unknown: not registered",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_registration_proxy_service(seen: Registration, outcome: str) -> None:
    finding = detect("registration_proxy_service", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
