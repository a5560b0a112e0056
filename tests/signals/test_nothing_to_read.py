from __future__ import annotations

import pytest

from tests.signals.build import detect, page

CASES = [
    pytest.param((page(shell="script_only"),), "present", id="present-script-only"),
    pytest.param((page(),), "absent", id="absent-readable"),
    pytest.param((page(text="Closed on Sundays"),), "absent", id="near-miss-short-page"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_nothing_to_read(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("nothing_to_read", *parts)
    assert finding.outcome == outcome
