"""Countries, spans and words inside sentences, in the reader's language; strangers' words as they are."""

from __future__ import annotations

import pytest
from babel.core import Locale

from checker.countries import countries
from checker.message import Message, message
from checker.reference import table
from web.values import TRADE_WORDS, localised

KNOWN = {"opening hours": "Öffnungszeiten", "{name}": "{name}"}


def in_language(said: Message, language: str) -> str:
    known = KNOWN if language == "de" else {}

    def translate(text: str) -> str:
        return known.get(text, text)

    return localised(said, Locale.parse(language), translate).text(translate)


@pytest.mark.parametrize(
    ("said", "language", "shown"),
    [
        (message("in {country}", country="Germany"), "de", "in Deutschland"),
        (message("in {country}", country="Germany"), "fr", "in Allemagne"),
        (message("in {country}", country="Germany"), "en_GB", "in Germany"),
        (message("in {country}", country="Atlantis"), "de", "in Atlantis"),
        (message("in {country}", country=""), "de", "in "),
        (
            message("of {states}", states="France, Spain, Nowhere"),
            "it",
            "of Francia, Spagna, Nowhere",
        ),
        (message("{home}", home="Poland"), "pl", "Polska"),
        (message("from {where}", where=message("{name}", name="Italy")), "es", "from Italia"),
        (message("{authority}", authority="Jordan"), "de", "Jordan"),
        (message("says {quote}", quote="Germany"), "de", "says Germany"),
        (message("{name}, Ltd", name="Germany"), "de", "Germany, Ltd"),
        (message("for {limit}", limit="three months"), "de", "for 3 Monate"),
        (message("for {limit}", limit="one year"), "pl", "for 1 rok"),
        (message("for {limit}", limit="31 pills"), "de", "for 31 pills"),
        (message("{limit} at most", limit=31), "de", "31 at most"),
        (message("of {topics}", topics="opening hours, other"), "de", "of Öffnungszeiten, other"),
    ],
)
def test_values_in_sentences(said: Message, language: str, shown: str) -> None:
    assert in_language(said, language) == shown


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "pl"])
def test_every_country_of_the_table_has_a_name(language: str) -> None:
    names = Locale.parse(language).territories
    assert [code for code in countries() if not names.get(code)] == []


def test_every_span_and_topic_of_the_tables_is_known() -> None:
    spans = {row["limit"] for row in table("law")} - {""}
    for span in spans:
        assert in_language(message("{limit}", limit=span), "de") != span
    assert {row["topic"] for row in table("trade_words")} == set(TRADE_WORDS)
