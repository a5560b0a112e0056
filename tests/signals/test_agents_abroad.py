from __future__ import annotations

import pytest

from checker.signals.agents_abroad import detect
from tests.signals.routes import GB, news, shop

CASES = [
    pytest.param(GB, "We have agents in Spain, Poland and Thailand.", "present", id="present"),
    pytest.param(
        GB,
        "Resellers wanted. Our representatives in India will call you.",
        "present",
        id="present-2",
    ),
    pytest.param(GB, "Agents wanted.", "absent", id="absent"),
    pytest.param(GB, "We have agents in London and Manchester.", "absent", id="near-miss-at-home"),
    pytest.param(
        GB, "Speak to one of our agents by telephone.", "not_applicable", id="near-miss-call-centre"
    ),
]


@pytest.mark.parametrize(("title", "words", "outcome"), CASES)
def test_agents_abroad(title: str, words: str, outcome: str) -> None:
    finding = detect(shop(title, words))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")


def test_near_miss_an_article_about_it() -> None:
    assert detect(news()).outcome == "not_applicable"
