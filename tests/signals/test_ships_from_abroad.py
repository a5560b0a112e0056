from __future__ import annotations

import pytest

from checker.signals.ships_from_abroad import detect
from tests.signals.routes import GB, news, shop

CASES = [
    pytest.param(GB, "Orders are shipped from India.", "present", id="present"),
    pytest.param(GB, "We have a warehouse in Hong Kong.", "present", id="present-stock"),
    pytest.param(
        GB, "We send from Singapore to the UK and the EU.", "present", id="present-to-here"
    ),
    pytest.param(GB, "Orders are dispatched from Manchester.", "absent", id="absent"),
    pytest.param(
        GB, "Parcels are sent from our EU warehouse in Rotterdam.", "absent", id="near-miss-eu"
    ),
    pytest.param(GB, "We ship from the UK to India.", "absent", id="near-miss-ships-to"),
    pytest.param(GB, "We never ship from India.", "not_applicable", id="near-miss-denied"),
    pytest.param(GB, "Delivered from Monday to Friday.", "not_applicable", id="near-miss-days"),
    pytest.param(
        "Pharmacy", "Orders are shipped from India.", "not_applicable", id="near-miss-no-home"
    ),
]


@pytest.mark.parametrize(("title", "words", "outcome"), CASES)
def test_ships_from_abroad(title: str, words: str, outcome: str) -> None:
    finding = detect(shop(title, words))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")


def test_near_miss_an_article_about_it() -> None:
    assert detect(news()).outcome == "not_applicable"
