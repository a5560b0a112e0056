from __future__ import annotations

import pytest

from tests.signals.build import detect, hop

CASES = [
    pytest.param(
        ((hop("https://a.example/", status=302), hop("http://b.example/")),),
        "present",
        id="present-https-to-http",
    ),
    pytest.param(
        ((hop("https://a.example/", status=302), hop("https://b.example/")),),
        "absent",
        id="absent-stays",
    ),
    pytest.param(
        ((hop("http://a.example/", status=302), hop("https://a.example/")),),
        "absent",
        id="near-miss-http-to-https",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_encryption_dropped(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("encryption_dropped", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
