from __future__ import annotations

import pytest

from checker.certificate import Certificate
from tests.signals.build import certificate, detect

CASES = [
    pytest.param(certificate(age_days=5, lifetime_days=198), "present", id="present"),
    pytest.param(certificate(age_days=120, lifetime_days=198), "absent", id="absent"),
    pytest.param(
        certificate(age_days=31, lifetime_days=198), "absent", id="near_miss: a month ago"
    ),
    pytest.param(
        certificate(age_days=2, lifetime_days=90),
        "not_applicable",
        id="near_miss: renewed by a machine every few weeks",
    ),
    pytest.param(
        certificate(age_days=2, lifetime_days=6), "not_applicable", id="near_miss: lives for days"
    ),
    pytest.param(
        certificate(age_days=-3, lifetime_days=198), "unknown", id="unknown: not yet valid"
    ),
    pytest.param(certificate(age_days=None), "unknown", id="unknown: unreadable dates"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_certificate_recent(seen: Certificate, outcome: str) -> None:
    finding = detect("certificate_recent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
