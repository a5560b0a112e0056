from __future__ import annotations

import pytest

from checker.finding import Outcome
from checker.page.terms import scan
from checker.signals.pharmacy_practice import META, detect
from tests.signals.build import page, site


@pytest.mark.parametrize(
    ("text", "outcome", "measures"),
    [
        pytest.param(
            "Opening hours: Mon-Fri 9:00 - 18:30\nRepeat prescriptions\nFlu jabs and vaccinations",
            Outcome.PRESENT,
            {"hours": 1, "refill": 1, "vaccination": 1, "topics": 3, "clock_times": 1},
            id="present",
        ),
        pytest.param(
            "Öffnungszeiten: 8-18 Uhr\nRezept einlösen",
            Outcome.PRESENT,
            {"hours": 1, "refill": 1, "topics": 2, "clock_times": 1},
            id="present: German",
        ),
        pytest.param(
            "営業時間 9:00-18:00\n予防接種",
            Outcome.PRESENT,
            {"hours": 1, "vaccination": 1},
            id="present: Japanese",
        ),
        pytest.param(
            "Buy Viagra online",
            Outcome.ABSENT,
            {"topics": 0, "clock_times": 0, "everyday": 0},
            id="absent",
        ),
        pytest.param(
            "Our refilled vapes are vitaminsed; 10 - 20 mg",
            Outcome.ABSENT,
            {"topics": 0, "clock_times": 0},
            id="near_miss: parts of other words, a dose",
        ),
    ],
)
def test_detect(text: str, outcome: Outcome, measures: dict[str, float]) -> None:
    finding = detect(site(page(text=text, practice=scan(text).practice)))
    assert finding.outcome is outcome
    assert bool(finding.quotes) is (outcome is Outcome.PRESENT)
    assert {name: finding.measures[name] for name in measures} == measures
    assert set(finding.measures) == set(META.measures)
