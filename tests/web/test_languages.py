"""The API in the reader's language: the sentences of the pages, each language its own, whatever is at hand already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.core import Locale
from flask import Flask

from checker.message import message
from checker.report import to_json
from tests.reports import ROGUE, report
from tests.web.asking import CHECKS, answer, body_of
from tests.web.conftest import Canned, MakeApp
from web.languages import LANGUAGES, in_language, sentence
from web.plain import dump

GOLDEN = sorted((Path(__file__).parents[1] / "contract").glob("*.json"))
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(by=Canned(report(ROGUE)), store=True)


def _messages(value: Any) -> Iterator[dict[str, Any]]:
    """All sentences; those within others are spoken by them."""
    if isinstance(value, dict):
        if value.keys() == {"text", "template", "params"}:
            yield value
            return
        for part in value.values():
            yield from _messages(part)
    elif isinstance(value, list):
        for part in value:
            yield from _messages(part)


def _without_texts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_texts(part) for part in value]
    if not isinstance(value, dict):
        return value
    spoken = {"text"} if "template" in value else {"name"} if "code" in value else set()
    return {name: _without_texts(part) for name, part in value.items() if name not in spoken}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_only_sentences_and_names_of_countries_change(golden: Path, language: str) -> None:
    found = json.loads(golden.read_text("utf-8"))
    spoken = in_language(found, language)
    assert _without_texts(spoken) == _without_texts(found)
    said = {m["template"]: m["text"] for m in _messages(spoken)}
    assert sum(template != text for template, text in said.items()) > len(said) / 2


@pytest.mark.parametrize("language", OTHERS)
def test_all_of_a_family_is_spoken(language: str) -> None:
    path = next(path for path in GOLDEN if path.stem == "family")
    english = json.loads(path.read_text("utf-8"))["family"]
    pairs = zip(_messages(english), _messages(in_language(english, language)), strict=True)
    same = {one["text"] for one, other in pairs if one["text"] == other["text"]}
    # Nothing of these is a sentence: who warns, and the day.
    names = {f"{w['authority']}, {w['listed']}" for s in english["sites"] for w in s["warned"]}
    assert same <= names


@pytest.mark.parametrize("language", ["en", "", "tlh", "DE"])
def test_english_and_unknown_languages_change_nothing(language: str) -> None:
    found = json.loads(GOLDEN[0].read_text("utf-8"))
    assert in_language(found, language) is found


@pytest.mark.parametrize(
    ("translation", "country", "spoken"),
    [
        ("aus {country}", "Germany", "aus Deutschland"),
        ("aus {country}", "Atlantis", "aus Atlantis"),
        ("aus {land}", "Germany", "from Germany"),  # A translation that does not fit.
        ("aus {country!x}", "Germany", "from Germany"),
    ],
)
def test_sentences(translation: str, country: str, spoken: str) -> None:
    said = message("from {country}", country=country)
    assert sentence(said, Locale.parse("de"), lambda _: translation) == spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_api_and_page_say_the_same(app: Flask, language: str) -> None:
    client = app.test_client()
    done = answer(client, "shop.com")
    got = client.get(f"{CHECKS}/{done['id']}?lang={language}")
    assert got.headers["Content-Language"] == language
    sentence = body_of(got)["report"]["verdict"]["sentence"]["text"]
    prefix = "" if language == "en" else f"/{language}"
    page = client.get(f"{prefix}/checks/{done['id']}").get_data(as_text=True)
    assert sentence in page
    assert (sentence == done["report"]["verdict"]["sentence"]["text"]) == (language == "en")


def test_answers_at_hand_are_those_of_their_language(app: Flask) -> None:
    client = app.test_client()
    check = answer(client, "shop.com")["id"]
    asked = ["en", "de", "", "de", "pl", "en"]
    got = [client.get(f"{CHECKS}/{check}{f'?lang={code}' if code else ''}").data for code in asked]
    assert got[0] == got[2] == got[5]
    assert got[1] == got[3]
    assert len({got[0], got[1], got[4]}) == 3
    # English is as it was serialised, to the byte.
    assert dump(to_json(report(ROGUE)))[-200:] in got[0]


def test_what_is_spoken_in_every_answer_of_a_check(app: Flask) -> None:
    client = app.test_client()
    begun = client.post(f"{CHECKS}?lang=fr", json={"url": "shop.com"})
    assert begun.headers["Content-Language"] == "fr"
    check = answer(client, "shop.com")["id"]
    events = client.get(f"{CHECKS}/{check}/events?lang=fr")
    assert events.headers["Content-Language"] == "fr"
    kept = body_of(client.post(f"{CHECKS}/{check}/save", json={"days": 7}))["token"]
    saved = client.get(f"/api/v1/saved/{kept}?lang=fr")
    assert saved.headers["Content-Language"] == "fr"
    spoken = body_of(saved)["report"]
    assert spoken == body_of(client.get(f"{CHECKS}/{check}?lang=fr"))["report"]
    assert spoken["country"] == {"code": "GB", "name": "Royaume-Uni"}


@pytest.mark.parametrize("query", ["lang=tlh", "lang=", "lang=DE", "lang=de&lang=fr", "lang=de-AT"])
@pytest.mark.parametrize("path", ["", "/{check}", "/{check}/events"])
def test_an_unknown_language_is_refused(app: Flask, query: str, path: str) -> None:
    client = app.test_client()
    check = answer(client, "shop.com")["id"]
    at = f"{CHECKS}{path.format(check=check)}?{query}"
    refused = client.get(at) if path else client.post(at, json={"url": "shop.com"})
    assert refused.status_code == 422
    assert body_of(refused)["reason"] == "bad_lang"


def test_problems_are_told_in_the_language_asked_for(app: Flask) -> None:
    client = app.test_client()
    english = body_of(client.get(f"{CHECKS}/none"))
    german = body_of(client.get(f"{CHECKS}/none?lang=de"))
    assert german["reason"] == english["reason"] == "no_check"
    assert german["detail"] == german["message"]["text"] != english["detail"]
    assert german["message"]["template"] == english["detail"]
