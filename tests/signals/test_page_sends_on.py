from __future__ import annotations

import pytest

from tests.signals.build import detect, page

CASES = [
    pytest.param(
        (page(refreshes=("https://merchant.test/x?a=1",)),), "present", id="present-refresh"
    ),
    pytest.param((page(),), "absent", id="absent-none"),
    pytest.param(
        (page(refreshes=("https://shop.example/home",)),), "absent", id="near-miss-own-site"
    ),
    pytest.param(
        (page(refreshes=("https://www.shop.co.uk/",)),), "absent", id="near-miss-another-ending"
    ),
    pytest.param((page(refreshes=("https:",)),), "absent", id="near-miss-no-address"),
    pytest.param(
        (page(refreshes=("https://www.google.com/",)),), "absent", id="near-miss-way-out-of-a-gate"
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_page_sends_on(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("page_sends_on", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
