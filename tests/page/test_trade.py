from __future__ import annotations

import pytest

from checker.page.trade import trade_topics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Fast shipping. Place your order and pay with credit card.",
            ("delivery", "order", "payment"),
        ),
        ("Kapıda ödeme, ücretsiz kargo, %20 indirim", ("delivery", "discount", "payment")),
        ("全館免運，貨到付款，下單即送", ("discount", "order", "payment")),
        ("The court ordered the company to stop.", ()),
        ("Disorderly conduct", ()),
        ("", ()),
    ],
)
def test_trade_topics(text: str, expected: tuple[str, ...]) -> None:
    assert trade_topics(text) == expected
