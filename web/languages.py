"""The languages that are offered, and whole answers in one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from babel.core import Locale

from checker.message import Message
from checker.shown import printable
from web.catalogues import translator
from web.plain import untold
from web.values import localised

T = TypeVar("T")

ENGLISH = "en"
"""The language of sentences as they are written."""
LANGUAGES = {
    ENGLISH: "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pl": "Polski",
}
"""By code, each name in its own language."""


def sentence(said: Message, locale: Locale, translate: Callable[[str], str]) -> str:
    """``said`` for a reader of ``locale``; its English text where a translation does not fit."""
    try:
        return printable(localised(said, locale, translate).text(translate))
    except (KeyError, IndexError, ValueError):
        return printable(said.text())


def in_language(value: T, language: str) -> T:
    """``value``, plain JSON, with the text of every message and the name of every country in ``language``.

    Templates and parameters stay as they are. English, and a language we do not have, change nothing.
    """
    if language == ENGLISH or language not in LANGUAGES:
        return value
    spoken: T = _Speaker(language).said(value)
    return spoken


class _Speaker:
    """Says in one language what is told in JSON."""

    def __init__(self, language: str) -> None:
        self._locale, self._translate = _locale(language), translator(language)

    def said(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.said(part) for part in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"code", "name"}:
            return value | {"name": self._country(str(value["code"]), str(value["name"]))}
        if value.keys() == {"text", "template", "params"}:
            return value | {"text": sentence(untold(value), self._locale, self._translate)}
        return {name: self.said(part) for name, part in value.items()}

    def _country(self, code: str, name: str) -> str:
        return str(self._locale.territories.get(code) or self._translate(name))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
