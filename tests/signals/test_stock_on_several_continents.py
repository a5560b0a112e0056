from __future__ import annotations

import pytest

from checker.signals.stock_on_several_continents import detect
from tests.signals.routes import GB, news, shop

CASES = [
    pytest.param(GB, "We ship from India. We also have a US warehouse.", "present", id="present"),
    pytest.param(
        GB, "Orders are sent from China, Germany or Canada.", "present", id="present-list"
    ),
    pytest.param(GB, "Orders are dispatched from Manchester.", "absent", id="absent"),
    pytest.param(GB, "We ship from the UK and from Germany.", "absent", id="near-miss-one-region"),
    pytest.param(
        GB, "We ship to India, to China and to Canada.", "not_applicable", id="near-miss-ships-to"
    ),
]


@pytest.mark.parametrize(("title", "words", "outcome"), CASES)
def test_stock_on_several_continents(title: str, words: str, outcome: str) -> None:
    finding = detect(shop(title, words))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")


def test_near_miss_an_article_about_it() -> None:
    assert detect(news()).outcome == "not_applicable"
