from __future__ import annotations

import pytest

from checker.page.facts import Place
from tests.signals.build import detect, medicine, page

CASES = [
    pytest.param(
        (
            page(
                url="https://choir.example/buy-viagra-online",
                medicines=(medicine(place=Place("address"), start=-1),),
            ),
        ),
        "present",
        id="present-slug",
    ),
    pytest.param(
        (
            page(
                url="https://choir.example/buy-viagra-online",
                medicines=(medicine(place=Place("address"), start=-1), medicine()),
            ),
        ),
        "absent",
        id="absent-page-agrees",
    ),
    pytest.param(
        (
            page(
                url="https://news.example/what-is-viagra",
                medicines=(medicine(place=Place("address"), start=-1),),
            ),
        ),
        "absent",
        id="near-miss-article-slug",
    ),
    pytest.param(
        (
            page(
                url="https://choir.example/buy-viagra-online",
                medicines=(medicine(place=Place("address"), start=-1),),
                any_address=True,
            ),
        ),
        "not_applicable",
        id="near-miss-not-found",
    ),
    pytest.param(
        (page(url="https://choir.example/buy-tickets"),),
        "not_applicable",
        id="near-miss-nothing-named",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_offer_only_in_address(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("offer_only_in_address", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
