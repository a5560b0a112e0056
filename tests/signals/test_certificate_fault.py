from __future__ import annotations

import pytest

from checker.evidence import Tls
from tests.signals.build import detect, hop

CASES = [
    pytest.param(
        ((hop(tls=Tls(version="TLSv1.3", fault="expired")),),), "present", id="present-expired"
    ),
    pytest.param(((hop(tls=Tls(version="TLSv1.3")),),), "absent", id="absent-in-order"),
    pytest.param(((hop("http://www.shop.example/"),),), "not_applicable", id="near-miss-plain"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_certificate_fault(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("certificate_fault", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
