"""What pressing something does: words of buttons and links in many languages, and the marks of shop software.

The words stand in ``reference/actions.csv``; the marks (``add-to-cart``, ``btn-buy`` …) are English
in every shop because they are written by programmers, so a shop in a language no table knows is still read.
"""

from __future__ import annotations

from functools import cache, lru_cache

import ahocorasick

from checker.page.words import finder, meanings
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
    return _finder(sale=False)


@cache
def _sale_words() -> ahocorasick.Automaton:
    return _finder(sale=True)


def _finder(*, sale: bool) -> ahocorasick.Automaton:
    rows = (row for row in table("actions") if (row["action"] == SALE) is sale)
    return finder((row["phrase"], row["action"]) for row in rows)


@lru_cache(maxsize=4096)
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
    seen = set(meanings(_labels(), text))
    return next((action for action in _PRECEDENCE if action in seen), "")


@lru_cache(maxsize=4096)
def puts_up_for_sale(headline: str) -> bool:
    """True when a headline has a word of sale in any language.

    >>> puts_up_for_sale("Diazepam 10 mg kaufen"), puts_up_for_sale("Diazepam: what it does")
    (True, False)
    """
    return any(meanings(_sale_words(), headline))


def action_of_marks(marks: str) -> str:
    """The action that a button's class, id and handler names tell, or an empty string."""
    if not marks:
        return ""
    if _MARKS.search(marks):
        return "basket"
    return "consultation" if _CONSULTATION_MARKS.search(marks) else ""
