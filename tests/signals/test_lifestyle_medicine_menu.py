from __future__ import annotations

from typing import Any

import pytest

from checker.page.facts import PageFacts
from tests.signals.build import detect, form, medicine, page, site


def menu(count: int, around: str = "", category: str = "sedative", **changes: Any) -> PageFacts:
    """A page with ``count`` medicines, each in a line of its own with ``around`` before it."""
    lines, mentions, at = [], [], 0
    for number in range(count):
        name = f"medicine{number}"
        line = around + name
        mentions.append(medicine(name, name, category=category, start=at + len(around)))
        lines.append(line)
        at += len(line) + 1
    fields: dict[str, Any] = {"trade": ("delivery", "order", "payment"), **changes}
    return page(text="\n".join(lines), medicines=tuple(mentions), **fields)


CASES = [
    pytest.param((site(menu(7)),), "present", id="present-menu"),
    pytest.param(
        (site(menu(4, title="Shop | Strong24")),), "present", id="present-short-menu-of-a-shop"
    ),
    pytest.param((site(menu(4, title="About sleep")),), "absent", id="absent-few"),
    pytest.param((site(menu(3, title="Shop")),), "absent", id="absent-fewer"),
    pytest.param((site(menu(7, trade=())),), "absent", id="near-miss-a-warning-lists-names-too"),
    pytest.param(
        (
            site(
                menu(7, around="is one of the medicines that people often ask their doctor about, ")
            ),
        ),
        "not_applicable",
        id="near-miss-running-text",
    ),
    pytest.param(
        (site(menu(7, forms=(form("consultation"),))),), "absent", id="near-miss-consultation-form"
    ),
    pytest.param((site(menu(7, category="")),), "absent", id="near-miss-ordinary-medicines"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_lifestyle_medicine_menu(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("lifestyle_medicine_menu", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
