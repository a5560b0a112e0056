from __future__ import annotations

import pytest

from tests.signals.build import detect, target

CASES = [
    pytest.param((target("https://cheap-tramadol.example/"),), "present", id="present-medicine"),
    pytest.param(
        (target("https://buyviagraonline.example/"),), "present", id="present-written-together"
    ),
    pytest.param((target("https://green-cross.example/"),), "absent", id="absent-ordinary-name"),
    pytest.param(
        (target("https://specialist.example/"),), "absent", id="near-miss-word-within-a-word"
    ),
    pytest.param(
        (target("https://unknown.invalid/", domain="", suffix=""),),
        "not_applicable",
        id="near-miss-unknown-host",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_address_names_medicine(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("address_names_medicine", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
