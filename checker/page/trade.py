"""Whether a page talks trade: which of order, delivery, payment, refund, discount and stock it speaks of.

A page that names medicines and talks trade is a seller's page even where nothing on it can be pressed;
an article names medicines and talks of none of it.
"""

from __future__ import annotations

from functools import cache

import ahocorasick

from checker.page.actions import stands_alone
from checker.page.folding import fold
from checker.reference import table

LONGEST_READ = 60_000
"""Characters of text after which no new topic is expected."""


def trade_topics(text: str) -> tuple[str, ...]:
    """The topics of trade that ``text`` speaks of, in order of the alphabet."""
    words = fold(text[:LONGEST_READ])
    seen: set[str] = set()
    for end, (topic, length) in _automaton().iter(words):
        if topic not in seen and stands_alone(words, end - length + 1, end + 1):
            seen.add(topic)
    return tuple(sorted(seen))


@cache
def _automaton() -> ahocorasick.Automaton:
    words = ahocorasick.Automaton()
    for row in table("trade_words"):
        word = fold(row["word"])
        words.add_word(word, (row["topic"], len(word)))
    words.make_automaton()
    return words
