from __future__ import annotations

from typing import Any

import pytest

from checker.finding import Outcome
from checker.page.facts import MedicineMention, PageFacts, Place
from checker.signals.medicine_trade_lines import META, detect
from tests.signals.build import medicine, page, price, site

PROSE = "Sildenafil is a medicine that must not be taken with nitrates, and " * 4
OTC = {"inn": "ibuprofen", "status": "otc", "category": ""}


def named(text: str, *names: str, **changes: Any) -> tuple[MedicineMention, ...]:
    return tuple(medicine(name, start=text.index(name), **changes) for name in names)


@pytest.mark.parametrize(
    ("facts", "outcome", "measures"),
    [
        pytest.param(
            page(
                text="Buy Viagra online\nViagra 30 pills £49.00",
                medicines=named("Buy Viagra online", "Viagra"),
                prices=(price(start=35),),
                trade=("order",),
            ),
            Outcome.PRESENT,
            {"pitched": 1, "labelled": 1, "lifestyle": 1, "pack_prices": 1, "trade_topics": 1},
            id="present",
        ),
        pytest.param(
            page(
                text="Viagra £49.00", medicines=named("Viagra", "Viagra"), prices=(price(start=7),)
            ),
            Outcome.ABSENT,
            {"priced": 1, "labelled": 1, "pitched": 0},
            id="absent: priced, and nobody calls to buy",
        ),
        pytest.param(
            page(text=PROSE + "buy", medicines=named(PROSE, "Sildenafil"), trade=("order",)),
            Outcome.ABSENT,
            {"restricted": 1, "labelled": 0, "pitched": 0, "priced": 0},
            id="near_miss: named in prose",
        ),
        pytest.param(
            page(text="Buy Nurofen", medicines=named("Buy Nurofen", "Nurofen", **OTC)),
            Outcome.ABSENT,
            {"restricted": 0, "pitched": 0},
            id="near_miss: needs no prescription",
        ),
        pytest.param(
            page(text="", medicines=(medicine(place=Place(part="address"), start=-1),)),
            Outcome.ABSENT,
            {"restricted": 0},
            id="near_miss: in the address",
        ),
    ],
)
def test_detect(facts: PageFacts, outcome: Outcome, measures: dict[str, float]) -> None:
    finding = detect(site(facts))
    assert finding.outcome is outcome
    assert bool(finding.quotes) is (outcome is Outcome.PRESENT)
    assert {name: finding.measures[name] for name in measures} == measures
    assert set(finding.measures) == set(META.measures)


def test_names_beyond_those_read_hide_nothing() -> None:
    many = tuple(
        medicine("paracetamol", "paracetamol", status="otc", category="") for _ in range(400)
    )
    assert detect(site(page(medicines=many))).measures["lifestyle"] > 0
