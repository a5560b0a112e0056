from __future__ import annotations

import pytest

from checker.page.document import Block, Document, Image
from checker.page.facts import Place
from checker.page.medicines import MOST, medicines, medicines_in


def document(*texts: str, **changes: object) -> Document:
    doc = Document(url="https://www.shop.example/", language="en")
    start = 0
    for node, text in enumerate(texts):
        doc.blocks.append(Block(node=node, start=start, text=text, tag="p", place="main"))
        start += len(text) + 1
    doc.text = "\n".join(texts)
    for name, value in changes.items():
        setattr(doc, name, value)
    return doc


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        (document("Viagra 100 mg"), [("Viagra", "main")]),
        (document(title="Cialis online"), [("Cialis", "title")]),
        (document(url="https://www.buyviagraonline.example/"), [("Viagra", "address")]),
        (document(url="https://farm.example/?p=cheap-kamagra-uk"), [("Kamagra", "address")]),
        (
            document(
                images=[
                    Image(
                        node=3, src="a.png", alt="Xanax 2 mg", link="", place="main", visible=True
                    )
                ]
            ),
            [("Xanax", "main")],
        ),
        (
            document(
                images=[
                    Image(node=3, src="a.png", alt="Xanax", link="", place="main", visible=False)
                ]
            ),
            [],
        ),
        (document("A specialist speaks"), []),
    ],
)
def test_where_names_are_looked_for(doc: Document, expected: list[tuple[str, str]]) -> None:
    assert [(m.name, m.place.part) for m in medicines(doc)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yasmin tablets, 3 months", ["Yasmin"]),
        ("My friend Yasmin likes hats", []),
        ("Soma 350 mg", ["Soma"]),
        ("the Soma festival", []),
        ("Sonata and Solara cars", []),
        ("Yasmin beside Viagra", ["Yasmin", "Viagra"]),  # near a name that can mean nothing else
        ("deca and dianabol", ["deca", "Dianabol"]),
        ("deca durations", []),
    ],
)
def test_ordinary_words(text: str, expected: list[str]) -> None:
    found = medicines_in(text, Place("main"), "en")
    assert [m.name for m in found] == expected


def test_a_mention_carries_law_and_the_words_seen() -> None:
    (viagra,) = medicines(document("We have", "cheap Vi\u00adagra here"))
    assert viagra.inn == "sildenafil"
    assert viagra.category == "erectile dysfunction"
    assert viagra.restricted_in("US")
    assert viagra.place.block == 1
    assert viagra.start == len("We have\ncheap ")
    assert "Vi\u00adagra" in viagra.quote


def test_group_words_have_a_category_and_no_law() -> None:
    (group,) = medicines_in("anabolic steroids", Place("main"), "en")
    assert group.name_kind == "class"
    assert group.inn == ""
    assert group.category == "anabolic steroid"
    assert not group.prescription_only


def test_mentions_are_limited() -> None:
    assert len(medicines(document("viagra " * 5_000))) == MOST


def test_a_long_text_does_not_push_out_the_title() -> None:
    named = medicines(document("viagra " * 5_000, title="Cialis online"))
    assert len(named) == MOST
    assert named[-1].name == "Cialis"
