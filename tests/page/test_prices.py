from __future__ import annotations

import pytest

from checker.page.prices import prices
from checker.page.quantities import quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now £12.50", [(12.5, "GBP")]),
        ("1.299,00 €", [(1299.0, "EUR")]),
        ("$1,234.56 only", [(1234.56, "$")]),
        ("NT$1500", [(1500.0, "TWD")]),
        ("129 zł", [(129.0, "PLN")]),
        ("Cena: 70 zł / szt.", [(70.0, "PLN")]),
        ("USD 45", [(45.0, "USD")]),
        ("$300.00 – $985.00", [(300.0, "$"), (985.0, "$")]),
        ("450.000 ₫", [(450000.0, "VND")]),
        ("1 299 kr", [(1299.0, "kr")]),
        ("Viagra 100 mg", []),
        ("call 020 7946 0000", []),
        ("krill oil 500", []),
        ("RM1 is a road", [(1.0, "MYR")]),
        ("v1.2", []),
        ("sold £3m of pills", []),
        ("$1.5 billion trade", []),
        ("£3 mg", [(3.0, "GBP")]),
        ("149 €Buy now", [(149.0, "EUR")]),
        ("129 złoty", []),
        ("3 €m of pills", []),
        ("12€50", []),
    ],
)
def test_prices(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(price.amount, price.currency) for price in prices(text)] == expected


@pytest.mark.parametrize("text", ["5 leı", "Rſ 5", "5 ÜSD"])
def test_letters_that_only_look_like_a_currency(text: str) -> None:
    assert prices(text) == ()


def test_no_more_prices_than_asked_for() -> None:
    assert len(prices("£1 " * 1000, limit=10)) == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x 30 pills", 30),
        ("90 Tabletten", 90),
        ("10 comprimidos", 10),
        ("30錠", 30),
        ("4 pens", 4),
        ("100 mg", None),
        ("2 tablespoons", None),
        ("0 pills", None),
    ],
)
def test_quantity(text: str, expected: int | None) -> None:
    assert quantity(text) == expected
