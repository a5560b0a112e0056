"""Values cross the border between processes unchanged, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from checker.page.facts import MedicineMention, Offer, OutLink, PageFacts, Place, Price
from checker.page.wire import Codec, WireError
from tests.page.reading import EMPTY

PLACE = Place(part="main", block=3)
MEDICINE = MedicineMention(
    name="Viagra",
    inn="sildenafil",
    category="",
    status=(("GB", "POM"), ("US", "Rx")),
    name_kind="brand",
    place=PLACE,
    start=-1,
    quote="Buy \ud800 Viagra",
)
OFFER = Offer(
    medicine=MEDICINE,
    name="Viagra 100 mg",
    price=Price(amount=10, currency="GBP", start=4, quote="£10"),
    quantity=None,
    unit_price=0.5,
    action="basket",
    gate="none_seen",
    place=PLACE,
    quote="",
)
FACTS = replace(
    EMPTY,
    text="a\n\u2028\U0001f48a",
    medicines=(MEDICINE,),
    offers=(OFFER, replace(OFFER, medicine=None, price=None, quantity=4)),
    links=(OutLink("https://a.example/", "a", "nav", True),),
    cuts=("tags",),
)


def test_there_and_back() -> None:
    codec = Codec(PageFacts)
    assert codec.decode(codec.encode(FACTS)) == FACTS


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'["main"]',
        b'["main", "3"]',
        b'["main", 3.0]',
        b'["main", true]',
        b'["main", null]',
        b'["main", 3, 4]',
        b'[["main"], 3]',
        b"[" * 100_000,
        b"\xff",
        b'{"part": "main", "block": 3}',
    ],
)
def test_what_is_no_place(data: bytes) -> None:
    codec = Codec(Place)
    codec.decode(b'["main",3]')  # a good one first, so that known shapes are known
    with pytest.raises(WireError):
        codec.decode(data)


def test_many_records_of_which_parts_repeat() -> None:
    codec = Codec(PageFacts)
    other = replace(MEDICINE, status=(), start=7, place=Place(part="title"))
    facts = replace(FACTS, medicines=(MEDICINE, other, MEDICINE, other))
    written = codec.encode(facts)
    assert codec.decode(written) == facts
    assert written.count(b"POM") == 2  # Once for all mentions, once in the offer.


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param(0, ["Viagra", "Cialis"], id="too_long"),
        pytest.param(0, "Viagra", id="no_list"),
        pytest.param(0, [7], id="no_text"),
        pytest.param(0, [None], id="none"),
        pytest.param(3, [[[["GB", "POM"]]], [1]], id="place_behind_the_end"),
        pytest.param(3, [[[["GB", "POM"]]], [-1]], id="place_before_the_start"),
        pytest.param(3, [[[["GB", "POM"]]], [False]], id="place_no_number"),
        pytest.param(3, [[], [0]], id="no_values"),
        pytest.param(3, [[[["GB"]]], [0]], id="no_pair"),
        pytest.param(3, [[[["GB", "POM"]]]], id="no_places"),
        pytest.param(5, [["main"]], id="half_a_record"),
        pytest.param(5, [["main"], [True]], id="a_record_of_other_types"),
        pytest.param(5, [], id="no_record"),
    ],
)
def test_columns_that_are_none(column: int, value: object) -> None:
    codec = Codec(PageFacts)
    values = json.loads(codec.encode(FACTS))
    values[list(PageFacts.__slots__).index("medicines")][column] = value
    with pytest.raises(WireError):
        codec.decode(json.dumps(values).encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 1),
        ("links", [["a", "b", "c", 1]]),
        ("links", "abc"),
        ("images", "1"),
        ("medicines", [None]),
    ],
)
def test_fields_of_the_wrong_type(field: str, value: object) -> None:
    codec = Codec(PageFacts)
    values = json.loads(codec.encode(FACTS))
    values[list(PageFacts.__slots__).index(field)] = value
    with pytest.raises(WireError):
        codec.decode(json.dumps(values).encode())
