from __future__ import annotations

import pytest

from checker.page.sentences import LONGEST, Sentences, near, sentence


@pytest.mark.parametrize(
    ("text", "word", "cut"),
    [
        ("First one. No prescription needed! Third.", "prescription", "No prescription needed!"),
        ("Take 2.5 mg without food. Then rest.", "without", "Take 2.5 mg without food."),
        ("Heading\nNo prescription\nFooter", "prescription", "No prescription"),
        ("無需處方。貨到付款。", "貨到", "貨到付款。"),
        ("Only this", "this", "Only this"),
        ("Really?! Yes.", "Yes", "Yes."),
    ],
)
def test_sentence(text: str, word: str, cut: str) -> None:
    first, last = sentence(text, text.index(word))
    assert text[first:last].strip() == cut


def test_endless_sentences_are_cut() -> None:
    text = "a " * 5_000 + "prescription" + " b" * 5_000
    first, last = sentence(text, text.index("prescription"))
    assert last - first <= LONGEST
    assert first < text.index("prescription") < last


@pytest.mark.parametrize(
    "text",
    [
        "One here. Two there!! Three?! Four",
        "Lines\nand lines.\n\nA last one… \u3002No。more",
        'v2.5 at e.g. St. John\'s (really?) "yes." end',
        "a" * LONGEST + ". b " * LONGEST + "c\n" + "word " * LONGEST,
        "....... ? . !\n.",
        "",
    ],
)
def test_many_places_are_answered_like_one(text: str) -> None:
    many = Sentences(text)
    for place in range(len(text)):
        first, last = sentence(text, place)
        assert many.around(place) == (first, last), place
        assert text[first:last] in near(text, place)
