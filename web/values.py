"""Values inside sentences in the reader's language: countries, spans of time, words of ours.

Reports hold them in English. Only parameters that hold such values by their name are looked at, and only words
that we know: what a page or a registry wrote stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from babel.core import Locale
from babel.units import format_unit

from checker.countries import countries
from checker.message import N_, Message, Param

NAME_ALONE = "{name}"
"""The sentence that is a country's name and nothing else (:func:`checker.countries.country_name`)."""

_COUNTRIES = frozenset({"country", "home", "places", "states"})
_WORDS = frozenset({"topics"})
_SPANS: Mapping[str, tuple[int, str]] = {
    "one month": (1, "month"),
    "three months": (3, "month"),
    "one year": (1, "year"),
}
TRADE_WORDS = {
    "order": N_("order"),
    "delivery": N_("delivery"),
    "stock": N_("stock"),
    "prescriber": N_("prescriber"),
    "discount": N_("discount"),
    "payment": N_("payment"),
    "refund": N_("refund"),
    "medicine": N_("medicine"),
}
"""Topics of trade as they stand in sentences."""


def localised(said: Message, locale: Locale, translate: Callable[[str], str]) -> Message:
    """``said`` with the values that we know in the language of ``locale``; in English it stays as it is."""
    if locale.language == "en":
        return said
    params = {
        name: localised(value, locale, translate)
        if isinstance(value, Message)
        else _value(said.template, name, value, locale, translate)
        for name, value in said.params.items()
    }
    return Message(template=said.template, params=params)


def _value(
    template: str, name: str, value: Param, locale: Locale, translate: Callable[[str], str]
) -> Param:
    if not isinstance(value, str):
        return value
    if name in _COUNTRIES or template == NAME_ALONE:
        return _each(value, lambda part: _country(part, locale))
    if name in _WORDS:
        return _each(value, translate)
    if name == "limit" and value in _SPANS:
        amount, unit = _SPANS[value]
        return str(format_unit(amount, f"duration-{unit}", locale=locale))
    return value


def _each(value: str, change: Callable[[str], str]) -> str:
    return ", ".join(change(part) for part in value.split(", "))


def _country(name: str, locale: Locale) -> str:
    return str(locale.territories.get(_codes().get(name, ""), name))


@cache
def _codes() -> dict[str, str]:
    return {name: code for code, name in countries().items()}
