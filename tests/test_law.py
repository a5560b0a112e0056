"""Legal where? For which buyers what is established, and that nothing else is said."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checker.authorities import EEA
from checker.countries import countries
from checker.law import LawAnswer, Permission, Topic, law_for, standing
from checker.reference import table
from tests.signals.build import medicine

FORBIDDEN = re.compile(r"\b(?:safe(?:ly|r)?|illegal|unlawful|scam|fraud)", re.IGNORECASE)
COUNTRIES = [row["iso2"] for row in table("law")]
Y, N, R, U = Permission.YES, Permission.NO, Permission.RESTRICTED, Permission.UNKNOWN


def said(answer: LawAnswer, topic: Topic) -> str:
    return " ".join(s.text.text() for s in answer.established if s.topic is topic)


def left_open(answer: LawAnswer, topic: Topic) -> str:
    return " ".join(q.text.text() for q in answer.not_established if q.topic is topic)


@pytest.mark.parametrize(
    ("country", "prescription", "free"),
    [
        ("GB", Y, Y),
        ("DE", Y, Y),
        ("NL", Y, Y),
        ("SE", Y, Y),
        ("FR", N, Y),
        ("IE", N, Y),
        ("ES", N, Y),
        ("IT", N, Y),
        ("PL", N, Y),
        ("AT", N, Y),
        ("PT", Y, Y),
        ("NO", Y, Y),
        ("CH", Y, N),
        ("US", Y, Y),
        ("CA", Y, Y),
        ("AU", Y, Y),
        ("JP", N, Y),
        ("TR", N, N),
        ("KR", N, N),
        ("CN", Y, Y),
        ("RU", R, Y),
        ("IN", U, U),
        ("TH", U, U),
        ("ZW", U, U),
    ],
)
def test_may_it_be_sold_by_post(country: str, prescription: Permission, free: Permission) -> None:
    answer = law_for(country)
    assert (answer.prescription, answer.over_the_counter) == (prescription, free)
    for topic, permission in (
        (Topic.PRESCRIPTION, prescription),
        (Topic.OVER_THE_COUNTER, free),
    ):
        established = said(answer, topic)
        assert bool(established) is (permission is not U)
        assert bool(left_open(answer, topic)) is (permission is U)
        assert countries()[country] in established + left_open(answer, topic)


def test_no_country_chosen() -> None:
    answer = law_for("", [medicine()], ["DE"])
    assert not answer.chosen
    assert answer.established == ()
    (question,) = answer.not_established
    assert question.text.text().startswith("No country chosen")


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("DE", "Netherlands, Sweden"),
        ("NO", "may not be sent to buyers in Norway by post from other countries"),
        ("AT", "need no prescription"),
        ("SE", "at most one year"),
        ("PL", "law of Poland"),
        ("US", "In most circumstances"),
        ("CA", "Medicines on prescription may not be sent"),
        ("AU", "three months"),
        ("CH", "one month"),
        ("JP", "one month"),
    ],
)
def test_parcels_from_abroad(country: str, words: str) -> None:
    assert words in said(law_for(country), Topic.ABROAD)


@pytest.mark.parametrize("country", ["GB", "IN", "ZW"])
def test_parcels_from_abroad_not_established(country: str) -> None:
    answer = law_for(country)
    assert said(answer, Topic.ABROAD) == ""
    assert "not established" in left_open(answer, Topic.ABROAD)


@pytest.mark.parametrize(
    ("buyer", "seller", "words", "established"),
    [
        ("DE", "NL", "no further than the law", True),
        ("FR", "BE", "no further than the law", True),
        ("GB", "DE", "no licence for", True),
        ("GB", "IN", "no licence for", True),
        ("US", "CA", "no licence for", True),
        ("CA", "US", "no licence for", True),
        ("DE", "IN", "not established", False),
        ("DE", "GB", "not established", False),
        ("AU", "NZ", "not established", False),
        ("DE", "DE", "names this web address", False),
    ],
)
def test_entry_in_another_country(buyer: str, seller: str, words: str, established: bool) -> None:
    answer = law_for(buyer, sellers=[seller])
    told = said(answer, Topic.SELLER) if established else left_open(answer, Topic.SELLER)
    assert words in told
    assert countries()[seller] in told


@pytest.mark.parametrize(
    ("country", "status", "words"),
    [
        ("GB", "rx", "on prescription"),
        ("DE", "rx", "on prescription"),
        ("US", "rx", "on prescription"),
        ("GB", "otc", "without prescription"),
        ("FR", "otc", "without prescription"),
        ("US", "controlled", "controlled"),
        ("GB", "unlicensed", "not licensed"),
    ],
)
def test_class_of_a_medicine(country: str, status: str, words: str) -> None:
    answer = law_for(country, [medicine(status=status)])
    assert words in said(answer, Topic.MEDICINE)
    assert "sildenafil" in said(answer, Topic.MEDICINE)
    assert left_open(answer, Topic.MEDICINE) == ""


@pytest.mark.parametrize("country", ["JP", "AU", "IN", "CH"])
def test_class_elsewhere_is_not_established(country: str) -> None:
    answer = law_for(country, [medicine()])
    assert said(answer, Topic.MEDICINE) == ""
    assert "not established" in left_open(answer, Topic.MEDICINE)


def test_each_substance_once_and_few() -> None:
    many = [medicine(f"m{n}", inn=f"m{n // 2}") for n in range(40)]
    answer = law_for("GB", many)
    assert sum(1 for s in answer.established if s.topic is Topic.MEDICINE) == 5


@pytest.mark.parametrize("country", [*COUNTRIES, "ZW", ""])
def test_nothing_without_a_source(country: str) -> None:
    answer = law_for(country, [medicine()], ["DE", "IN", "GB", "US"])
    for statement in answer.established:
        assert bool(statement.source) is (statement.topic is not Topic.MEDICINE)
        assert "general knowledge" not in statement.source.lower()
        assert not statement.as_of or date.fromisoformat(statement.as_of)
    for text in (*(s.text for s in answer.established), *(q.text for q in answer.not_established)):
        assert text.text()
        assert not FORBIDDEN.search(text.text())


def test_table_is_whole() -> None:
    assert len(set(COUNTRIES)) == len(COUNTRIES)
    assert set(COUNTRIES) >= EEA | {"GB", "US", "CA", "AU", "CH", "JP"}
    for country in COUNTRIES:
        row = standing(country)
        assert row.name == countries()[country]
        assert row.source or row.prescription is U
        assert row.abroad_source or row.from_eea == "unknown"
        assert set(row.states) <= set(countries())
    assert standing("ZW").prescription is U
