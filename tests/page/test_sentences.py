from __future__ import annotations

import pytest

from checker.page.sentences import LONGEST, sentence


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
