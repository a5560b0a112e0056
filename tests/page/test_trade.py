from __future__ import annotations

import pytest

from checker.page.terms import scan
from checker.page.trade import LONGEST_READ, topics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Fast shipping. Place your order and pay with credit card.",
            ("delivery", "order", "payment"),
        ),
        ("Kapıda ödeme, ücretsiz kargo, %20 indirim", ("delivery", "discount", "payment")),
        ("全館免運，貨到付款，下單即送", ("discount", "order", "payment")),
        ("Our medications are shipped worldwide; no doctor", ("medicine", "prescriber")),
        ("A tablet computer for your order of the day", ("order",)),
        ("The court ordered the company to stop.", ()),
        ("Disorderly conduct", ()),
        ("", ()),
    ],
)
def test_topics(text: str, expected: tuple[str, ...]) -> None:
    assert topics(text) == expected
    assert scan(text).topics == set(expected)


def test_only_the_beginning_of_a_text_is_read() -> None:
    text = f"{'word ' * (LONGEST_READ // 5)}free delivery"
    assert topics(text) == ()
    assert not scan(text).topics
