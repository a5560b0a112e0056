from __future__ import annotations

import pytest

from tests.signals.build import detect, page

CASES = [
    pytest.param(
        (page(shell="frame_only", frames=("https://merchant.test/",)),),
        "present",
        id="present-frame-alone",
    ),
    pytest.param((page(),), "absent", id="absent-no-frame"),
    pytest.param((page(frames=("https://maps.test/",)),), "absent", id="near-miss-map-in-a-page"),
    pytest.param(
        (page(shell="frame_only", frames=("https://www.shop.example/inner",)),),
        "absent",
        id="near-miss-own-frame",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_content_in_frame(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("content_in_frame", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
