from __future__ import annotations

import pytest

from checker.page.dom import parse
from checker.page.markers import markers, strong_marks

CASES = [
    ("<title>Canadian Health&amp;Care Mall</title>", ["EvaPharmacy shop"]),
    ("<footer>Copyright 2010 Canadian Pharmacy</footer>", ["GlavMed / SpamIt shop"]),
    ("<p>Call (800) 998-7978</p>", ["Rx-Promotion telephone"]),
    ("<a href='https://www.rxpayouts.com/?aff=1'>x</a>", ["RxPayouts / RxCashCow"]),
    ("<a href='https://kamagra24online.to/'>x</a>", ["Kamagra shop family"]),
    ("<a href='/categories/Bestsellers/all'>x</a>", ["catalogue paths of pill shops"]),
    ("<p>All orders are shipped from India</p>", ["India-export policy text"]),
    # Near misses.
    ("<p>Canadian pharmacies are licensed by the provinces</p>", []),
    ("<p>Kamagra is not licensed</p>", []),
    ("<a href='https://news.example/kamagra.html'>x</a>", []),
    ("<p>Our tea comes from India</p>", []),
    ("<p>The best pharmacy express delivery</p>", []),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_markers(html: str, expected: list[str]) -> None:
    assert list(markers(parse(html, "https://shop.example/"))) == expected


def test_strong_marks_are_a_part_of_all() -> None:
    assert "EvaPharmacy shop" in strong_marks()
    assert "India-export policy text" not in strong_marks()
