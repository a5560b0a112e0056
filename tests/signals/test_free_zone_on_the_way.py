from __future__ import annotations

import pytest

from checker.signals.free_zone_on_the_way import detect
from tests.signals.routes import GB, news, shop

CASES = [
    pytest.param(GB, "Parcels are sent via Dubai.", "present", id="present"),
    pytest.param(GB, "Head office: P.O. Box 1, Jebel Ali Free Zone.", "present", id="present-zone"),
    pytest.param(GB, "Orders are shipped from Singapore.", "present", id="present-hub"),
    pytest.param(GB, "Orders are dispatched from Manchester.", "absent", id="absent"),
    pytest.param(GB, "Parcels are sent via Royal Mail.", "not_applicable", id="near-miss-carrier"),
    pytest.param(
        "Dubai Pharmacy",
        "Head office: P.O. Box 1, Jebel Ali Free Zone.",
        "not_applicable",
        id="near-miss-no-home",
    ),
]


@pytest.mark.parametrize(("title", "words", "outcome"), CASES)
def test_free_zone_on_the_way(title: str, words: str, outcome: str) -> None:
    finding = detect(shop(title, words))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")


def test_near_miss_an_article_about_it() -> None:
    assert detect(news()).outcome == "not_applicable"
