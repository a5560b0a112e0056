from __future__ import annotations

import pytest

from checker.certificate import Certificate
from tests.signals.build import certificate, detect

CASES = [
    pytest.param(
        certificate(other_domains=("cheap-meds.example", "pillsdirect.example")),
        "present",
        id="present",
    ),
    pytest.param(
        certificate(other_domains=("garden.example", "viagra24.example")),
        "present",
        id="present: among others",
    ),
    pytest.param(certificate(), "absent", id="absent"),
    pytest.param(
        certificate(
            other_domains=(
                "garden.example",
                "pillows.example",
                "caterpillar.example",
                "oilspills.example",
            )
        ),
        "absent",
        id="near_miss: others that are no shops for medicines",
    ),
    pytest.param(
        certificate(
            host="www.my-pharmacy.co.uk", other_domains=("mypharmacy.ie", "my-pharmacy.com")
        ),
        "absent",
        id="near_miss: the same shop under another ending",
    ),
    pytest.param(
        certificate(other_domains=("garden.pharmacy",)),
        "absent",
        id="near_miss: the word is the ending only",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_certificate_shared_with_other_shops(seen: Certificate, outcome: str) -> None:
    finding = detect("certificate_shared_with_other_shops", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
