from __future__ import annotations

import pytest

from checker.page.folding import fold, folded
from tests.timing import within


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Viagra", "viagra"),
        ("Vi\u00adagra", "viagra"),  # soft hyphen
        ("V\u200bi\u200ba\u200dgra", "viagra"),  # zero width
        ("ＶＩＡＧＲＡ", "viagra"),  # full width
        ("Сialis", "cialis"),  # Cyrillic С in a Latin word
        ("хаnax", "xanax"),
        ("виагра", "виагра"),  # a Russian word stays one
        ("SİPARİŞ ver, SATIN al", "siparis ver, satin al"),
        ("Réexpédition à l’étranger", "reexpedition a l'etranger"),
        ("cafe\u0301", "cafe"),
        ("ﬁnasteride", "finasteride"),
        ("ｶﾏｸﾞﾗ", "カマグラ"),
        ("ガ", "ガ"),  # a voiced kana is no accented one
        ("ΠΡΟΣΘΉΚΗ στο καλάθι", "προσθηκη στο καλαθι"),
        ("أدوية إلى", "ادويه الي"),
        ("תרופות", "תרופות"),
        ("йод, ёж", "йод, еж"),
        ("10\u00a0mg – 20\u2009mg", "10 mg - 20 mg"),
        ("", ""),
    ],
)
def test_fold(printed: str, plain: str) -> None:
    assert fold(printed) == plain
    assert fold(fold(printed)) == plain


@pytest.mark.parametrize(
    ("printed", "word", "seen"),
    [
        ("Buy Viagra now", "viagra", "Viagra"),
        ("Buy Vi\u00adag\u200bra now", "viagra", "Vi\u00adag\u200bra"),
        ("™ ﬁrst: ＶＩＡＧＲＡ!", "viagra", "ＶＩＡＧＲＡ"),
        ("e\u0301e\u0301e\u0301 Cialis", "cialis", "Cialis"),
        ("½ Öl Cialis…", "cialis", "Cialis"),
    ],
)
def test_the_way_back(printed: str, word: str, seen: str) -> None:
    text = folded(printed)
    start = text.text.index(word)
    assert text.words(start, start + len(word)) == seen


def test_cost_is_that_of_a_few_passes() -> None:
    hostile = "é\u200b" * 50_000
    within(1.0, lambda: folded(hostile))
