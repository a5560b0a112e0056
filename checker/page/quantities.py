"""How much is in the pack: "30 pills", "4 pens", "100 ml"."""

from __future__ import annotations

from checker.patterns import compiled

_UNITS = (
    r"pills?|tab(?:let)?s?|tabs?\.|caps(?:ules?)?|capsule|pens?|vials?|ampoules?|amps?|patch(?:es)?|sachets?|"
    r"doses?|strips?|tabletten|kapseln|stück|stk\.?|filmtabletten|comprimés?|gélules?|comprimidos?|"
    r"cápsulas?|pastillas?|compresse|pillole|tabletek|kapsułek|sztuk|szt\.?|таблеток|табл\.?|таблетки|шт\.?|таблетки|"
    r"tablet(?:a|e|y)?|adet|hap|錠|粒|顆|片|盒|viên|เม็ด|tablett?er|stuks|tabletten|כדורים|حبة|قرص|comprimate|biji"
)
_QUANTITY = compiled(rf"(?<![\w.,])(?P<count>\d{{1,4}})[ \u00a0x×-]{{0,3}}(?:{_UNITS})(?![a-zà-ÿ])")


def quantity(text: str) -> int | None:
    """The first count of units in ``text``, or None.

    >>> quantity("Viagra 100mg x 30 pills"), quantity("20 mg")
    (30, None)
    """
    match = _QUANTITY.search(text)
    return int(match["count"]) or None if match else None
