"""Words and phrases of a table, found in a text in one pass, standing alone where their script has breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick

from checker.page.folding import fold


def finder(words: Iterable[tuple[str, str]]) -> ahocorasick.Automaton:
    """An automaton over (word, what it stands for)."""
    automaton = ahocorasick.Automaton()
    for word, meaning in words:
        folded = fold(word)
        automaton.add_word(folded, (meaning, len(folded)))
    automaton.make_automaton()
    return automaton


def meanings(automaton: ahocorasick.Automaton, text: str) -> Iterator[str]:
    """What the words found in ``text`` stand for, in order, repeats included."""
    folded = fold(text)
    for end, (meaning, length) in automaton.iter(folded):
        if stands_alone(folded, end - length + 1, end + 1):
            yield meaning


def stands_alone(text: str, start: int, end: int) -> bool:
    """True when no letter of an alphabet with word breaks runs on before or after."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (_joins(before) and _joins(text[start])) and not (
        _joins(after) and _joins(text[end - 1])
    )


def _joins(char: str) -> bool:
    # Scripts without spaces between words (Han, Kana, Thai …) lie above U+0E00.
    return char.isalpha() and (char < "\u0e00" or "\uac00" <= char <= "\ud7a3")
