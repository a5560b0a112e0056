from __future__ import annotations

import pytest

from tests.signals.build import detect, page

CASES = [
    pytest.param((page(cuts=("depth",)),), "present", id="present-depth"),
    pytest.param((page(),), "absent", id="absent-whole"),
    pytest.param((page(cuts=("placeholders",)),), "absent", id="near-miss-placeholders-are-no-cut"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_page_cut(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("page_cut", *parts)
    assert finding.outcome == outcome
