from __future__ import annotations

import pytest

from tests.signals.build import detect, form, medicine, page, site

TALK = ("delivery", "order", "payment")

CASES = [
    pytest.param(
        (site(page(medicines=(medicine(),), trade=TALK)),), "present", id="present-seller-talk"
    ),
    pytest.param(
        (site(page(medicines=(medicine(),), trade=("order",))),), "absent", id="absent-article"
    ),
    pytest.param(
        (site(page(medicines=(medicine(),), trade=TALK, forms=(form("consultation"),))),),
        "absent",
        id="near-miss-consultation-form",
    ),
    pytest.param(
        (
            site(
                page(
                    medicines=(medicine("Nurofen", "ibuprofen", status="otc", category=""),),
                    trade=TALK,
                )
            ),
        ),
        "not_applicable",
        id="near-miss-over-the-counter",
    ),
    pytest.param((site(page(trade=TALK)),), "not_applicable", id="near-miss-other-goods"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_trade_in_lifestyle_medicines(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("trade_in_lifestyle_medicines", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
