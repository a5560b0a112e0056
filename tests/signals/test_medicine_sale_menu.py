from __future__ import annotations

from typing import Any

import pytest

from checker.page.facts import PageFacts
from tests.signals.build import detect, form, medicine, page, site


def menu(line: str, count: int, status: str = "rx", **changes: Any) -> PageFacts:
    """A page of ``count`` lines, each ``line`` with another medicine's name in it."""
    lines, mentions, at = [], [], 0
    for number in range(count):
        name = f"medicine{number}"
        text = line.format(name=name)
        mentions.append(medicine(name, name, status=status, start=at + text.index(name)))
        lines.append(text)
        at += len(text) + 1
    return page(text="\n".join(lines), medicines=tuple(mentions), **changes)


CASES = [
    pytest.param(menu("Buy {name} online", 4), "present", id="present-menu"),
    pytest.param(menu("{name} kaufen", 3), "present", id="present-german"),
    pytest.param(menu("{name}: what it does", 4), "absent", id="absent-information"),
    pytest.param(menu("Buy {name} online", 2), "absent", id="near-miss-two-lines"),
    pytest.param(
        menu(
            "People who try to buy {name} online are often sent something else altogether, we found",
            4,
        ),
        "not_applicable",
        id="near-miss-running-text",
    ),
    pytest.param(
        menu("Buy {name} online", 4, forms=(form("consultation"),)),
        "absent",
        id="near-miss-consultation",
    ),
    pytest.param(menu("Buy {name}", 4, status="otc"), "not_applicable", id="near-miss-open-sale"),
]


@pytest.mark.parametrize(("facts", "outcome"), CASES)
def test_medicine_sale_menu(facts: PageFacts, outcome: str) -> None:
    finding = detect("medicine_sale_menu", site(facts))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
