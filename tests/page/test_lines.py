"""Offers of plain texts: only the order of the lines gives structure."""

from __future__ import annotations

import pytest

from tests.page.test_offers import told

Told = set[tuple[str, str, str, float | None]]

CASES = [
    pytest.param(
        "Shop\nValium 10 mg\n285 sold\nBuy now\nAbout",
        {("diazepam", "buy", "none_seen", None)},
        id="order-word-after-a-name",
    ),
    pytest.param(
        "Tadalafil\nPackungen\n10 Tabletten: 20,00 €\n40 Tabletten: 50,00 €",
        {
            ("tadalafil", "listing", "none_seen", 20.0),
            ("tadalafil", "listing", "none_seen", 50.0),
        },
        id="prices-under-a-name",
    ),
    pytest.param(
        "BUY NOW\nAtivan 2mg (90 pills)\nXanax 1mg (180 pills)",
        {("lorazepam", "order", "none_seen", None), ("alprazolam", "order", "none_seen", None)},
        id="packs-to-choose-from",
    ),
    pytest.param(
        "Valium 10 mg\nUpload your prescription\nBuy now",
        {("diazepam", "buy", "prescription", None)},
        id="near-miss-prescription-asked-for",
    ),
    pytest.param(
        "Ativan 2mg (90 pills)\nXanax 1mg (180 pills)", set(), id="near-miss-packs-without-an-order"
    ),
    pytest.param(
        "Valium is a medicine that doctors give for anxiety, and that was first sold long ago.\nBuy now",
        set(),
        id="near-miss-running-text",
    ),
    pytest.param("Valium\n" + "line\n" * 12 + "Buy now", set(), id="near-miss-too-far-below"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_lines(text: str, expected: Told) -> None:
    assert told(text, plain=True) == expected


def test_choices_of_an_order_form_are_offers() -> None:
    form = (
        "<form><select><option>Choose</option><option>Ativan 2mg (90 pills)</option>"
        "<option>Blue pen</option></select><input type=submit value=Send></form>"
    )
    assert told(form) == {("lorazepam", "order", "none_seen", None)}
