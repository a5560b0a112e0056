"""Every language that is offered says everything, and every translation fits its sentence."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from web.catalogues import LANGUAGES, LOCALE, sentences, translations
from web.languages import LANGUAGES as OFFERED

FORBIDDEN = ("<", ">")


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_language_offered_has_a_catalogue() -> None:
    assert set(OFFERED) == {"en", *LANGUAGES}
    assert [code for code in LANGUAGES if not (LOCALE / f"{code}.po").is_file()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_missing(language: str) -> None:
    known = translations(language)
    missing = [sentence for sentence in sentences() if sentence not in known]
    assert missing == [], f"{len(missing)} without translation: python -m web.catalogues"


def held(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        yield from ((str(m.id), str(m.string)) for m in read_po(file) if m.id and m.string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_places_of_their_sentence_and_no_others(language: str) -> None:
    wrong = [
        (sentence, said)
        for sentence, said in held(LOCALE / f"{language}.po")
        if places(said) != places(sentence)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_bring_no_markup(language: str) -> None:
    for sentence, said in held(LOCALE / f"{language}.po"):
        assert [sign for sign in FORBIDDEN if sign in said and sign not in sentence] == [], said
