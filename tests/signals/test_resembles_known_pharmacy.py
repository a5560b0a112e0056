from __future__ import annotations

import pytest

from checker.finding import Direction
from checker.signals.resembles_known_pharmacy import META
from tests.signals.build import detect, target

CASES = [
    pytest.param((target("https://wa1greens.com/"),), "present", id="present-confusable"),
    pytest.param((target("https://walgreeens.com/"),), "present", id="present-slip"),
    pytest.param((target("https://cvs-pharmacy-online.shop/"),), "present", id="present-added"),
    pytest.param((target("https://green-cross.example/"),), "absent", id="absent-ordinary-name"),
    pytest.param((target("https://www.walgreens.com/"),), "absent", id="near-miss-the-pharmacy"),
    pytest.param((target("https://walgreens.de/"),), "absent", id="near-miss-lawful-sibling"),
    pytest.param(
        (target("https://unknown.invalid/", domain="", suffix=""),),
        "not_applicable",
        id="near-miss-unknown-host",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_resembles_known_pharmacy(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("resembles_known_pharmacy", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")


def test_it_is_a_hint_and_says_which_pharmacy() -> None:
    finding = detect("resembles_known_pharmacy", target("https://walgreeens.com/"))
    assert META.direction is Direction.CONTEXT
    assert not finding.measures
    assert finding.summary.text().startswith("Did you mean walgreens.com")
