from __future__ import annotations

import pytest

from checker.certificate import Certificate
from tests.signals.build import certificate, detect

CASES = [
    pytest.param(
        certificate(fault="wrong_host", names=("other.example",)), "present", id="present"
    ),
    pytest.param(
        certificate(fault="wrong_host", names=(), subject=None), "present", id="present: nameless"
    ),
    pytest.param(certificate(), "absent", id="absent"),
    pytest.param(certificate(fault="expired"), "absent", id="near_miss: run out, but its own"),
    pytest.param(
        certificate(names=("www.shop.example", "other.example")),
        "absent",
        id="near_miss: others beside its own",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_certificate_names_other_site(seen: Certificate, outcome: str) -> None:
    finding = detect("certificate_names_other_site", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
