from __future__ import annotations

import json

import pytest

from checker.page.dom import parse
from checker.page.facts import StructuredItem
from checker.page.read import read_page
from checker.page.structured import MOST_ITEMS, structured


def read(html: str) -> tuple[StructuredItem, ...]:
    return structured(parse(html, "https://shop.example/"))


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_product_with_its_offer() -> None:
    offer = {"@type": "Offer", "price": "49.50", "priceCurrency": "GBP", "availability": "InStock"}
    (item,) = read(script({"@type": "Product", "name": "Viagra 100 mg", "offers": [offer]}))
    assert (item.type, item.name) == ("Product", "Viagra 100 mg")
    assert item.price is not None
    assert (item.price.amount, item.price.currency) == (49.5, "GBP")
    assert ("availability", "InStock") in item.properties


def test_pharmacy_with_its_address_in_a_graph() -> None:
    address = {"@type": "PostalAddress", "streetAddress": "1 High Street", "postalCode": "SW1A 1AA"}
    shop = {"@type": ["Pharmacy", "Store"], "name": "Shop", "vatID": "GB1", "address": address}
    (item,) = read(script({"@context": "https://schema.org", "@graph": [shop]}))
    assert item.type == "Pharmacy"
    assert {("vatID", "GB1"), ("streetAddress", "1 High Street")} <= set(item.properties)


def test_nested_things_are_items_of_their_own() -> None:
    page = {"@type": "WebPage", "mainEntity": {"@type": "Drug", "name": "Viagra"}}
    assert [item.type for item in read(script(page))] == ["WebPage", "Drug"]


def test_microdata() -> None:
    html = """<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Viagra</b>
      <meta itemprop="price" content="10"><meta itemprop="priceCurrency" content="EUR"></div>
      <div itemscope><b itemprop="name">Cialis</b><meta itemprop="price" content="12"></div>"""
    first, second = read(html)
    assert (first.name, second.name) == ("Viagra", "Cialis")
    assert first.price is not None
    assert (first.price.amount, first.price.currency) == (10, "EUR")


def test_open_graph() -> None:
    html = """<meta property="og:type" content="product"><meta property="og:title" content="Viagra">
      <meta property="product:price:amount" content="9,99">
      <meta property="product:price:currency" content="EUR">"""
    (item,) = read(html)
    assert (item.type, item.name) == ("og:product", "Viagra")
    assert item.price is not None
    assert item.price.amount == 9.99


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        "[]",
        "null",
        '{"@type": 5, "name": []}',
        "[" * 90_000,
        '{"a":' * 10_000,
        '{"@type":"Product","price":' + "9" * 5_000 + "}",
        '{"@type":"Product","offers":{"price":"NaN"}}',
        "{}," * 20_000,
    ],
)
def test_damaged_and_hostile_data_yield_less_and_never_raise(raw: str) -> None:
    items = read(f'<script type="application/ld+json">{raw}</script>')
    assert all(item.price is None or item.price.amount >= 0 for item in items)


def test_comments_around_the_data_are_no_harm() -> None:
    html = '<script type="application/ld+json"><!-- {"@type": "Thing", "name": "x"}; --></script>'
    assert [item.name for item in read(html)] == ["x"]


def test_items_are_bounded() -> None:
    things = [{"@type": "Thing", "name": str(n)} for n in range(400)]
    assert len(read(script(things))) == MOST_ITEMS


DRAWN_BY_A_SCRIPT = b"""<html><body><h1>Our shop</h1><script type="application/ld+json">
{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "Product",
"name": "Tramadol 100 mg", "offers": {"@type": "Offer", "price": "99", "priceCurrency": "USD"}}},
{"@type": "Article", "name": "Xanax explained"}]}</script></body></html>"""


def test_goods_described_for_programs_are_offered() -> None:
    page = read_page(DRAWN_BY_A_SCRIPT, None, "https://shop.example/")
    assert [(m.inn, m.place.part) for m in page.medicines] == [("tramadol", "structured")]
    assert [(o.name, o.action) for o in page.offers] == [("Tramadol 100 mg", "listing")]
