"""Countries whose shops and parcels pass to each other as a matter of course."""

from __future__ import annotations

EU = "EU"
"""Stands for "somewhere in the European Union" where a page says no more."""
_EUROPE = frozenset(
    """AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK
    IM JE GG VA SM EU""".split()  # noqa: SIM905
)
_REGIONS = (_EUROPE, frozenset({"US", "CA", "PR"}), frozenset({"AU", "NZ"}))


def same_region(one: str, other: str) -> bool:
    """Whether goods and servers between the two countries (ISO 3166 codes, or :data:`EU`) are no surprise.

    >>> same_region("GB", "NL"), same_region("GB", "IN"), same_region("IN", "IN")
    (True, False, True)
    """
    return one == other or any(one in region and other in region for region in _REGIONS)
