from __future__ import annotations

import pytest

from tests.signals.build import detect, target

CASES = [
    pytest.param((target("https://cheap-meds.example/"),), "present", id="present-cheap"),
    pytest.param(
        (target("https://no-rx-pharmacy.example/"),), "present", id="present-without-prescription"
    ),
    pytest.param((target("https://mill-lane-pharmacy.example/"),), "absent", id="absent-pharmacy"),
    pytest.param(
        (target("https://pharmacy-online.example/"),), "absent", id="near-miss-pharmacy-online"
    ),
    pytest.param((target("https://cheap-shoes.example/"),), "absent", id="near-miss-cheap-shoes"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_address_sells(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("address_sells", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
