"""Reading lists in the forms in which they are published, hostile ones among them."""

from __future__ import annotations

import importlib.util
import time
from datetime import date
from typing import Any

import pytest

from checker.registers.catalogue import catalogue
from checker.registers.importers import Form, Found, Job, Unread, read_list
from checker.registers.importers.reading import MAX_FILE, decoded, form_of
from checker.registers.importers.rows import read_date, read_rows
from checker.registers.importers.table import Table
from tests.registers import samples

DAY = date(2026, 11, 20)
needs_pypdf = pytest.mark.skipif(
    importlib.util.find_spec("pypdf") is None, reason="the optional package pypdf is not installed"
)


def read(data: bytes, source: str, column: str | None = None) -> Found:
    found = read_list(Job(data=data, source=catalogue()[source], snapshot=DAY, column=column))
    assert isinstance(found, Found), found
    return found


def refused(data: bytes, seconds: float = 30, **wanted: Any) -> str:
    job = Job(data=data, source=catalogue()["dk_dkma"], snapshot=DAY, **wanted)
    found = read_list(job, seconds)
    assert isinstance(found, Unread), found
    return found.problem


@pytest.mark.parametrize(
    ("data", "source", "hosts"),
    [
        pytest.param(
            samples.CSV,
            "dk_dkma",
            {"foerste-opfundne-apotek.dk", "andet-opfundne-apotek.dk", "shop.tredje-opfundne.dk"},
            id="csv, semicolons, title line, old code page",
        ),
        pytest.param(
            samples.zipped("liste.csv", samples.CSV),
            "dk_dkma",
            {"foerste-opfundne-apotek.dk", "andet-opfundne-apotek.dk", "shop.tredje-opfundne.dk"},
            id="zip",
        ),
        pytest.param(
            samples.JSON, "pl_ra", {"apteka-zmyslona.pl", "druga-zmyslona.pl"}, id="json, nested"
        ),
        pytest.param(
            samples.HTML,
            "nl_cibg",
            {"verzonnen-apotheek.nl", "tweede-verzonnen.nl", "winkel.tweede-verzonnen.nl"},
            id="html, addresses behind links, the authority's own left out",
        ),
        pytest.param(
            samples.HTML_ITEMS,
            "se_lakemedelsverket",
            {"one-invented.se", "two-invented.se"},
            id="html without a table",
        ),
        pytest.param(
            samples.pdf(),
            "de_bfarm",
            {"erfundene-apotheke-musterstadt.de", "zweite-erfundene.de"},
            marks=needs_pypdf,
            id="pdf, half an address is nobody's",
        ),
    ],
)
def test_lists(data: bytes, source: str, hosts: set[str]) -> None:
    found = read(data, source).entries
    assert {entry.host or entry.domain for entry in found} == hosts
    assert {entry.source for entry in found} == {source}
    assert {entry.snapshot for entry in found} == {DAY}


def test_cells_beside_the_address() -> None:
    first, second, third = read(samples.CSV, "dk_dkma").entries
    assert (first.name, first.entry_id, first.listed) == (
        "Første Opfundne Apotek",
        "A1",
        date(2024, 3, 1),
    )
    assert second.listed == third.listed == date(2025, 4, 2)
    assert third.host == "shop.tredje-opfundne.dk"
    assert third.domain == "tredje-opfundne.dk"


def test_ends_are_taken_over_and_unclear_ones_left_out() -> None:
    reading = read(samples.WARNINGS, "nabp_not_recommended")
    assert [(e.domain, e.delisted) for e in reading.entries] == [
        ("invented-pills.com", None),
        ("gone-pills.com", date(2026, 2, 1)),
    ]
    assert reading.left_out == {"unclear_end": 1}


def test_shared_hosts_are_nobodys_entry() -> None:
    reading = read(samples.SHARED, "be_famhp")
    assert [entry.domain for entry in reading.entries] == ["own-invented.be"]
    assert reading.left_out == {"shared_host": 4}


def test_a_column_can_be_named() -> None:
    data = b"a,b\nwww.first-invented.dk,www.second-invented.dk\n"
    assert [e.domain for e in read(data, "dk_dkma", "b").entries] == ["second-invented.dk"]
    assert refused(data, column="c") == "no_column"


def test_no_column_of_addresses() -> None:
    assert refused(b"name,town\nA,Aarhus\nB,Odense\n") == "no_column"


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("2026-03-01", "DK", date(2026, 3, 1)),
        ("2026-03-01T10:00:00Z", "DK", date(2026, 3, 1)),
        ("1. 3. 2026", "CZ", date(2026, 3, 1)),
        ("01/03/2026", "FR", date(2026, 3, 1)),
        ("03/01/2026", "US", date(2026, 3, 1)),
        ("1.3.2026", "US", date(2026, 3, 1)),
        ("31/31/2026", "US", None),
        ("2026", "DK", None),
        ("", "DK", None),
    ],
)
def test_dates(text: str, country: str, day: date | None) -> None:
    assert read_date(text, country) == day


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\t", "empty", id="blank"),
        pytest.param(b"{", "damaged", id="json, cut"),
        pytest.param(b"[" * 100_000, "damaged", id="json, nested too deep"),
        pytest.param(b'{"a": 1}', "no_table", id="json, no list"),
        pytest.param(b"<html><p>Sorry, maintenance", "no_table", id="html, no table"),
        pytest.param(b"PK\x03\x04junk", "damaged", id="zip, cut"),
        pytest.param(samples.zipped("a.exe", b"x"), "no_table", id="zip, nothing to read in it"),
        pytest.param(
            samples.zipped("a.csv", b"0" * (130 * 1024 * 1024)), "too_large", id="zip, a bomb"
        ),
        pytest.param(b"\xff\xfea", "encoding", id="utf-16, half a character"),
        pytest.param(b"a,b\n" * 200_010, "too_large", id="csv, too many rows"),
        pytest.param(b"," * 1_000 + b"\n", "empty", id="csv, only commas"),
        pytest.param(b"%PDF-1.4 nothing", "damaged", marks=needs_pypdf, id="pdf, nothing in it"),
        pytest.param(b"x" * (MAX_FILE + 1), "too_large", id="large"),
    ],
)
def test_hostile_files_are_told_apart(data: bytes, problem: str) -> None:
    begun = time.monotonic()
    assert refused(data) == problem
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<table>" + b"<div>" * 200_000 + b"<tr><td>a<tr><td>b", id="deep"),
        pytest.param(b"<table><tr><td>a<tr><td>b" + b"<tr" * 200_000, id="tags never closed"),
        pytest.param(b"<table>" * 400 + b"<tr><td>a<tr><td>b", id="tables in tables"),
    ],
)
def test_hostile_pages_do_not_hang(data: bytes) -> None:
    begun = time.monotonic()
    read_list(Job(data=data, source=catalogue()["dk_dkma"], snapshot=DAY), seconds=2)
    assert time.monotonic() - begun < 10


def test_a_reader_that_hangs_is_given_up() -> None:
    assert refused(b"<!" + b"<![" * 3_000_000, form=Form.HTML, seconds=1) in (
        "time",
        "damaged",
        "no_table",
    )


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.7", Form.PDF),
        (b"\xef\xbb\xbf<html>", Form.HTML),
        (b'  [{"a": 1}]', Form.JSON),
        (b"name;url", Form.CSV),
    ],
)
def test_forms(data: bytes, form: Form) -> None:
    assert form_of(data) is form


def test_text_of_old_code_pages() -> None:
    assert decoded("Første".encode("cp1252")) == decoded("Første".encode()) == "Første"


@pytest.mark.parametrize(
    ("data", "domains"),
    [
        pytest.param(
            b"first-invented.dk\nsecond-invented.dk\nthird-invented.dk\n",
            {"first-invented.dk", "second-invented.dk", "third-invented.dk"},
            id="addresses from the first line on",
        ),
        pytest.param(
            b"<table><tr><th>Web<tr><td>www.a-invented.dk</table><h2>B</h2>"
            b"<table><tr><th>Web<tr><td>www.b-invented.dk<tr><td>www.c-invented.dk</table>",
            {"a-invented.dk", "b-invented.dk", "c-invented.dk"},
            id="a list in pieces",
        ),
        pytest.param(
            b"<ul><li><a href='/a'>A<li><a href='/b'>B<li><a href='https://elsewhere.dk'>C</ul>"
            b"<ul><li><a href='https://www.a-invented.dk'>A</ul>",
            {"a-invented.dk"},
            id="the ways around a site are no list",
        ),
        pytest.param(
            b"Website\nhttps://www.gov.uk/x\nhttps://www.ema.europa.eu/\nhttps://laegemiddelstyrelsen.dk\n"
            b"https://www.bfarm.de/\nhttps://www.nhs.uk/\n"
            + b"".join(b"https://www.shop%d-invented.dk/\n" % n for n in range(6)),
            {f"shop{n}-invented.dk" for n in range(6)},
            id="authorities are no sellers",
        ),
        pytest.param(
            b"List of pharmacies\n\nName,Website,\nA,www.a-invented.dk,\n",
            {"a-invented.dk"},
            id="a title above",
        ),
    ],
)
def test_habits_of_lists(data: bytes, domains: set[str]) -> None:
    assert {entry.domain for entry in read(data, "dk_dkma").entries} == domains


def test_no_address_out_of_a_mail() -> None:
    table = Table(headings=("website",), rows=(("a@mail-invented.dk",), ("www.b-invented.dk",)))
    found = read_rows(table, catalogue()["dk_dkma"], DAY)
    assert [entry.domain for entry in found.entries] == ["b-invented.dk"]
