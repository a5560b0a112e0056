"""Whether a page talks trade (order, delivery, payment, refund, discount, stock), and of medicine and prescribers.

A page that names medicines and talks trade is a seller's page even where nothing on it can be pressed;
an article names medicines and talks of none of it.
"""

from __future__ import annotations

from functools import cache

import ahocorasick

from checker.page.folding import fold
from checker.page.words import finder, stands_alone
from checker.reference import table

TRADE = frozenset({"order", "delivery", "payment", "refund", "discount", "stock"})
PRESCRIBER = "prescriber"
CARE = frozenset({"medicine", PRESCRIBER})
"""Medicines as a kind of goods, and those who decide about them."""

LONGEST_READ = 60_000
"""Characters of text after which no new topic is expected."""


def topics(text: str, among: frozenset[str] = TRADE | CARE) -> tuple[str, ...]:
    """Which topics of trade and care, ``among`` those asked for, ``text`` speaks of, in order of the alphabet.

    For texts that are not scanned for all terms (:mod:`checker.page.terms`) anyway.
    """
    seen: set[str] = set()
    folded = fold(text)
    for end, (topic, length) in _words().iter(folded, 0, min(len(folded), LONGEST_READ)):
        if topic in among and topic not in seen and stands_alone(folded, end - length + 1, end + 1):
            seen.add(topic)
            if len(seen) == len(among):
                break
    return tuple(sorted(seen))


@cache
def _words() -> ahocorasick.Automaton:
    return finder((row["word"], row["topic"]) for row in table("trade_words"))
