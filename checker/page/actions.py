"""What pressing something does: words of buttons and links in many languages, and the marks of shop software.

The words stand in ``reference/actions.csv``; the marks (``add-to-cart``, ``btn-buy`` …) are English
in every shop because they are written by programmers, so a shop in a language no table knows is still read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import ahocorasick

from checker.page.folding import fold
from checker.patterns import compiled
from checker.reference import table

LONGEST_LABEL = 80
"""Characters of the longest text still read as the label of a button or link."""

_PRECEDENCE = (
    "prescription",
    "consultation",
    "chat",
    "basket",
    "checkout",
    "order",
    "buy",
    "enquiry",
)
"""Where a label matches several actions, the first of these counts: "order after consultation" is a consultation."""

_MARKS = compiled(
    r"(?:add|in|into|move|insert)[-_]?to[-_]?(?:cart|basket|bag)|add[-_]?cart|addcart|add2cart|cart[-_]?add|"
    r"single_add_to_cart|product[-_]form|buy[-_]?(?:now|button|btn|it)|(?:btn|button)[-_]?buy|buynow|"
    r"order[-_]?(?:now|button|btn)|(?:btn|button)[-_]?order|place[-_]?order|add[-_]?item|cart[-_]?(?:btn|button)"
)
_CONSULTATION_MARKS = compiled(
    r"start[-_]?(?:consult|assess|questionnaire)|consultation|assessment|eligib|questionnaire"
)


SALE = "sale"
"""Words of headlines that put something up for sale ("buy", "kaufen"); too short for labels."""


@cache
def _labels() -> ahocorasick.Automaton:
    return _automaton(row for row in table("actions") if row["action"] != SALE)


@cache
def _sale_words() -> ahocorasick.Automaton:
    return _automaton(row for row in table("actions") if row["action"] == SALE)


def _automaton(rows: Iterable[dict[str, str]]) -> ahocorasick.Automaton:
    words = ahocorasick.Automaton()
    for row in rows:
        phrase = fold(row["phrase"])
        words.add_word(phrase, (row["action"], len(phrase)))
    words.make_automaton()
    return words


def action_of_label(label: str) -> str:
    """The action a short label names (``basket``, ``buy``, ``consultation`` …), or an empty string.

    >>> action_of_label("Add to basket"), action_of_label("Start consultation"), action_of_label("About us")
    ('basket', 'consultation', '')
    """
    if not label or len(label) > LONGEST_LABEL:
        return ""
    return action_of_words(label)


def action_of_words(text: str) -> str:
    """Like :func:`action_of_label` for text of any length."""
    seen = _seen(_labels(), text)
    return next((action for action in _PRECEDENCE if action in seen), "")


def puts_up_for_sale(headline: str) -> bool:
    """True when a headline has a word of sale in any language.

    >>> puts_up_for_sale("Diazepam 10 mg kaufen"), puts_up_for_sale("Diazepam: what it does")
    (True, False)
    """
    return bool(_seen(_sale_words(), headline))


def _seen(words: ahocorasick.Automaton, text: str) -> set[str]:
    folded = fold(text)
    return {
        action
        for end, (action, length) in words.iter(folded)
        if stands_alone(folded, end - length + 1, end + 1)
    }


def action_of_marks(marks: str) -> str:
    """The action that a button's class, id and handler names tell, or an empty string."""
    if not marks:
        return ""
    if _MARKS.search(marks):
        return "basket"
    return "consultation" if _CONSULTATION_MARKS.search(marks) else ""


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
