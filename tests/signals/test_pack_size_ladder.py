from __future__ import annotations

import pytest

from tests.signals.build import detect, offer, shop, site

CASES = [
    pytest.param(
        (site(shop(offers=tuple(offer(quantity=q) for q in (10, 30, 60, 90)))),),
        "present",
        id="present-four-sizes",
    ),
    pytest.param(
        (site(shop(offers=tuple(offer(quantity=q) for q in (4, 8)))),),
        "absent",
        id="absent-two-sizes",
    ),
    pytest.param(
        (site(shop(offers=tuple(offer(quantity=q, gate="consultation") for q in (4, 8, 12, 16)))),),
        "not_applicable",
        id="near-miss-behind-a-consultation",
    ),
    pytest.param((site(shop()),), "not_applicable", id="near-miss-no-sizes"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_pack_size_ladder(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("pack_size_ladder", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
