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

    >>> [country_code(t) for t in ("us", "United Kingdom", "CHINA (CN)", "AU (AUSTRALIA)", "ZZ", "Deutschland")]
    ['US', 'GB', 'CN', 'AU', None, 'DE']
    """
    text = text.strip()[:80]
    upper = text.upper()
    if len(upper) == 2:
        code = _ALSO.get(upper, upper)
        return code if code in countries() else None
    if found := _names().get(_folded(text)):
        return found
    before, bracket, inner = upper.partition("(")
    codes = (before.strip(), inner.rstrip(") ")) if bracket else ()
    return next((code for code in codes if code in countries()), None)


def _folded(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()


@cache
def _names() -> dict[str, str]:
    names = {_folded(name): code for code, name in countries().items()}
    return names | {_folded(row["name"]): row["code"] for row in table("country_names")}


def country_at_end(text: str) -> str | None:
    """The country that a line of an address is or ends with.

    >>> [country_at_end(t) for t in ("US", "Hsin-Chu, Taiwan, R.O.C.", "Mountain View CA", "SE1 7TJ")]
    ['US', 'TW', None, None]
    """
    text = text.strip(" .,")
    if (len(text) != 2 or text.isupper()) and (code := country_code(text)):
        return code
    parts = text.split(",")
    for count in (2, 1):
        tail = ",".join(parts[-count:]).strip()
        if len(parts) > count - 1 and len(tail) > 2 and (code := country_code(tail)):
            return code
    words = text.split(" ")
    for count in (3, 2, 1):
        tail = " ".join(words[-count:])
        if len(tail) > 3 and (code := country_code(tail)):
            return code
    return None
