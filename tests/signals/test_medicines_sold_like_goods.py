from __future__ import annotations

import pytest

from tests.signals.build import detect, form, medicine, page, site

TALK = ("delivery", "order", "payment")

CASES = [
    pytest.param(
        (site(page(care=("medicine",), trade=TALK, title="Generic pills")),),
        "present",
        id="present-pills",
    ),
    pytest.param(
        (site(page(medicines=(medicine(),), trade=TALK)),), "present", id="present-named-medicine"
    ),
    pytest.param(
        (site(page(care=("medicine", "prescriber"), trade=TALK)),),
        "absent",
        id="absent-prescriber-mentioned",
    ),
    pytest.param(
        (site(page(care=("medicine",), trade=TALK, forms=(form("prescription_upload"),))),),
        "absent",
        id="near-miss-prescription-upload",
    ),
    pytest.param(
        (site(page(care=("medicine",), trade=("order",))),), "absent", id="near-miss-article"
    ),
    pytest.param((site(page(trade=TALK)),), "not_applicable", id="near-miss-garden-shop"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_medicines_sold_like_goods(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("medicines_sold_like_goods", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
