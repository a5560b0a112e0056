from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from checker.registration import Registration, RegistrationState
from tests.signals.build import NOW, detect, registration


def moved(days: int, **changes: Any) -> Registration:
    """An old name that went to another registrar ``days`` before the answer."""
    return registration(**{"transferred": NOW.date() - timedelta(days=days), **changes})


CASES = [
    pytest.param(moved(20), "present", id="present"),
    pytest.param(moved(900), "absent", id="absent"),
    pytest.param(moved(181), "absent", id="near_miss: half a year and a day"),
    pytest.param(
        moved(900, updated=NOW.date()), "absent", id="near_miss: updated lately, moved long ago"
    ),
    pytest.param(
        registration(), "unknown", id="unknown: no transfer is named, which registries need not do"
    ),
    pytest.param(moved(-10), "unknown", id="unknown: dated in the future"),
    pytest.param(
        moved(20, state=RegistrationState.SERVER_ERROR),
        "unknown",
        id="unknown: the registry had a failure",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_registration_recently_transferred(seen: Registration, outcome: str) -> None:
    finding = detect("registration_recently_transferred", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
