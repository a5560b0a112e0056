"""What an entry is worth on a day, and for which countries the lists at hand suffice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from checker.plain import pack, unpack
from checker.registers import RegisterAnswer, Worth, answer, reload, sources, verifiable, worth
from checker.registers.catalogue import catalogue
from checker.registers.entry import EntryKind
from checker.registers.snapshot import encode, make_entry
from checker.registers.store import replace_file
from checker.registers.vetted import VETTED, entry_in_vetted_name_space

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("source", "age", "delisted", "expected"),
    [
        pytest.param("dk_dkma", 0, None, Worth.CURRENT, id="official, of today"),
        pytest.param("dk_dkma", 31, None, Worth.CURRENT, id="official, at the bound"),
        pytest.param("dk_dkma", 32, None, Worth.STALE, id="official, too old"),
        pytest.param("dk_dkma", -1, None, Worth.STALE, id="official, of tomorrow"),
        pytest.param("dk_dkma", 1, TODAY, Worth.DELISTED, id="official, taken off today"),
        pytest.param("dk_dkma", 1, TODAY + DAY, Worth.CURRENT, id="official, ends tomorrow"),
        pytest.param("nabp_accredited", 1484, None, Worth.STALE, id="accreditation of 2022"),
        pytest.param("nabp_accredited", 3, None, Worth.CURRENT, id="accreditation, fresh"),
        pytest.param("name_suggestion_index", 0, None, Worth.BRAND, id="brand, of today"),
        pytest.param("qcpp", 0, None, Worth.BRAND, id="matched by name: a brand and no more"),
        pytest.param("sukl_warned", 98, None, Worth.WARNING, id="warning"),
        pytest.param("sukl_warned", 4000, None, Worth.WARNING, id="warning, however old"),
        pytest.param("sukl_warned", 98, TODAY - DAY, Worth.DELISTED, id="warning, taken back"),
    ],
)
def test_worth(source: str, age: int, delisted: date | None, expected: Worth) -> None:
    entry = make_entry(
        catalogue()[source],
        domain="invented.dk",
        snapshot=TODAY - age * DAY,
        delisted=delisted,
    )
    assert worth(entry, TODAY) is expected


@pytest.mark.parametrize(
    ("domain", "vetted"),
    [
        ("corner.pharmacy", True),
        ("pharmacy", False),
        ("www.corner.pharmacy", False),
        ("corner-pharmacy.com", False),
        ("pharmacy.com", False),
        ("corner.pharmacy.com", False),
        ("corner.pharmac", False),
        ("xn--pharmacy-.com", False),
        ("", False),
    ],
)
def test_vetted_name_spaces(domain: str, vetted: bool) -> None:
    entry = entry_in_vetted_name_space(domain)
    assert (entry is not None) is vetted
    if entry is not None:
        assert entry.kind is EntryKind.ACCREDITATION
        assert worth(entry, TODAY) is Worth.CURRENT
        assert entry.permits == (), "not every holder sells medicines"


def test_nothing_is_verifiable_as_shipped_but_the_vetted_name_spaces(place: Path) -> None:
    assert [found.name for found in verifiable(TODAY)] == [s.name for s in VETTED.values()]


def test_an_imported_list_makes_its_country_verifiable_until_it_is_old(place: Path) -> None:
    entry = make_entry(catalogue()["dk_dkma"], domain="invented-apotek.dk", snapshot=TODAY)
    replace_file("dk_dkma", encode([entry], {"dk_dkma": TODAY}))
    reload()
    assert ("DK", TODAY) in [(found.country, found.since) for found in verifiable(TODAY)]
    assert "DK" not in [found.country for found in verifiable(TODAY + 32 * DAY)]
    assert answer("www.invented-apotek.dk", "invented-apotek.dk", TODAY).can_be_verified
    assert not answer(
        "www.invented-apotek.dk", "invented-apotek.dk", TODAY + 32 * DAY
    ).can_be_verified


def test_old_lists_are_shown_with_their_age(place: Path) -> None:
    warned = {s.source.id for s in sources(TODAY) if s.warning is not None}
    assert warned == {"nabp_accredited", "mhra_sellers", "fda_warning_letters", "sukl_warned"}
    for state in sources(TODAY):
        assert (state.snapshot is not None) is state.source.ships
        assert (state.rows > 0) is state.source.ships


@pytest.mark.parametrize(
    ("domain", "worths"),
    [
        ("walgreens.com", {Worth.STALE, Worth.BRAND}),
        ("123kamagra.cz", {Worth.WARNING}),
        ("corner.pharmacy", {Worth.CURRENT}),
        ("unheard-of.example", set()),
    ],
)
def test_answers_survive_being_kept(domain: str, worths: set[Worth], place: Path) -> None:
    told = answer(f"www.{domain}", domain, TODAY)
    assert {entry.worth for entry in told.entries} == worths
    assert unpack(RegisterAnswer, pack(told)) == told
    assert {asked.source for asked in told.lists} == {
        source.id for source in catalogue().values() if source.ships
    }


def test_the_table_of_lists_is_whole() -> None:
    for source in catalogue().values():
        assert source.origin, source.id
        assert "general knowledge" not in source.origin
        if source.kind in (EntryKind.OFFICIAL, EntryKind.ACCREDITATION):
            assert source.max_age_days is not None, source.id
            assert source.country, source.id
        if source.ships:
            assert source.licence, source.id
