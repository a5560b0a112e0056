"""The ISO 3166 code a registry means, from a code or a name in some language."""

from __future__ import annotations

from functools import cache

from checker.countries import countries
from checker.patterns import compiled
from checker.reference import table

_BETWEEN = compiled(r"[^\w]+", 0)
# Kept apart by ISO, but printed by registries.
_ALSO = {"UK": "GB", "EL": "GR", "SU": "RU"}


def country_code(text: str) -> str | None:
    """The code for ``text``, or None where it names no country.

    >>> [country_code(t) for t in ("us", "United Kingdom", "CHINA (CN)", "ZZ", "Deutschland")]
    ['US', 'GB', 'CN', None, 'DE']
    """
    text = text.strip()[:80]
    upper = text.upper()
    if len(upper) == 2:
        code = _ALSO.get(upper, upper)
        return code if code in countries() else None
    if found := _names().get(_folded(text)):
        return found
    inner = upper.rpartition("(")[2].rstrip(") ") if "(" in upper else ""
    return inner if inner in countries() else None


def _folded(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()


@cache
def _names() -> dict[str, str]:
    names = {_folded(name): code for code, name in countries().items()}
    return names | {_folded(row["name"]): row["code"] for row in table("country_names")}
