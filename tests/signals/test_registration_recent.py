from __future__ import annotations

import pytest

from checker.registration import Registration, RegistrationState
from tests.signals.build import detect, registration

CASES = [
    pytest.param(registration(12), "present", id="present"),
    pytest.param(registration(0), "present", id="present: registered today"),
    pytest.param(registration(3000), "absent", id="absent"),
    pytest.param(registration(366), "absent", id="near_miss: a year and a day, renewed once"),
    pytest.param(
        registration(3000, updated=registration(2).created),
        "absent",
        id="near_miss: old name with a recent change",
    ),
    pytest.param(
        registration(-1),
        "present",
        id="near_miss: tomorrow by the registry, which is in another time zone",
    ),
    pytest.param(registration(-30), "unknown", id="unknown: dated in the future"),
    pytest.param(registration(None), "unknown", id="unknown: no date is published"),
    pytest.param(
        registration(12, at=None), "unknown", id="unknown: nobody says when the answer came"
    ),
    pytest.param(
        registration(12, state=RegistrationState.NOT_REGISTERED),
        "unknown",
        id="unknown: not registered",
    ),
    pytest.param(
        registration(None, state=RegistrationState.THROTTLED),
        "unknown",
        id="unknown: throttled is not unregistered",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_registration_recent(seen: Registration, outcome: str) -> None:
    finding = detect("registration_recent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")


def test_age_is_measured_and_never_below_zero() -> None:
    assert detect("registration_recent", registration(12)).measures == {"days": 12.0}
    assert detect("registration_recent", registration(-1)).measures == {"days": 0.0}
    assert detect("registration_recent", registration(3000)).measures == {"days": 3000.0}
