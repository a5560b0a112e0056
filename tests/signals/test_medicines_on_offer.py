from __future__ import annotations

import pytest

from checker.finding import Outcome
from checker.page.facts import MedicineMention, Place
from checker.signals.medicines_on_offer import detect
from tests.signals.build import medicine, page, site

TITLE = Place(part="title")
HIDDEN = Place(part="hidden")
ADDRESS = Place(part="address")


@pytest.mark.parametrize(
    ("mentions", "outcome", "measures"),
    [
        pytest.param(
            (medicine("Viagra", place=TITLE), medicine("Viagra", start=0)),
            Outcome.PRESENT,
            {"restricted": 1, "lifestyle": 1, "lifestyle_share": 1, "headed": 1, "most_named": 2},
            id="present",
        ),
        pytest.param(
            (medicine("ibuprofen", "ibuprofen", status="otc", category=""),),
            Outcome.ABSENT,
            {"restricted": 0, "free": 1, "restricted_share": 0},
            id="absent: nothing that needs a prescription",
        ),
        pytest.param(
            (medicine("Viagra", place=HIDDEN), medicine("Viagra", place=ADDRESS)),
            Outcome.ABSENT,
            {"restricted": 0, "most_named": 0},
            id="near_miss: named where no reader looks",
        ),
        pytest.param((), Outcome.ABSENT, {"restricted": 0}, id="absent: no medicine"),
    ],
)
def test_detect(
    mentions: tuple[MedicineMention, ...], outcome: Outcome, measures: dict[str, float]
) -> None:
    finding = detect(site(page(text="Viagra\nand more", medicines=mentions)))
    assert finding.outcome is outcome
    assert bool(finding.quotes) is (outcome is Outcome.PRESENT)
    assert {name: finding.measures[name] for name in measures} == measures


def test_labels_are_told_from_running_text() -> None:
    text = "Viagra\n" + "We wrote an article about Cialis, which is a medicine. " * 3
    named = (
        medicine("Viagra", start=0),
        medicine("Cialis", "tadalafil", start=text.index("Cialis")),
    )
    finding = detect(site(page(text=text, medicines=named)))
    assert finding.measures["restricted"] == 2
    assert finding.measures["labelled"] == 1
