"""A1 and A2: hostile input at every way in, and hostile text of third parties on every way out.

No answer of 500 or over, no traceback, nothing raw, all within a second, one line of log at most.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from checker.address_facts import AddressFact
from checker.evidence import Hop
from checker.finding import Quote
from checker.message import message
from checker.report import Reason, Report
from checker.shown import printable
from tests.reports import ROGUE, report
from tests.timing import within
from tests.web.asking import CHECKS, answer, ask, body_of
from tests.web.conftest import Canned, MakeApp
from tests.web.hostile_rows import Row, encodable, rows
from web.batches import inert

SECOND = 1.0
SHOWN = (
    "page_title",
    "meta_description",
    "registrar_name",
    "certificate_subject",
    "redirect_host_shown",
    "extension_popup",
)
ON_A_PAGE = 40
"""Rows shown by one report, so that few pages have to be made."""


@pytest.fixture
def client(make_app: MakeApp) -> FlaskClient:
    """A client of a service that answers every address with the same report, at once."""
    return make_app(by=Canned(report(ROGUE)), appeals_per_hour=0, store=True).test_client()


def prompt(
    row: Row,
    log: pytest.LogCaptureFixture,
    send: Callable[..., TestResponse],
    *to: Any,
    **what: Any,
) -> TestResponse:
    """The answer to what is sent of ``row``, given within a second; the log holds its lines."""

    def once() -> TestResponse:
        log.clear()
        return send(*to, **what)

    return within(SECOND, once, row.id)


def judged(response: TestResponse, row: Row, log: pytest.LogCaptureFixture) -> None:
    """What holds for every answer to hostile input."""
    assert response.status_code < 500, (row.id, response.status_code)
    assert "Traceback" not in response.text, row.id
    assert not raw_in(response, row.text), row.id
    assert len(log.records) <= 1, row.id
    for record in log.records:
        assert "\n" not in record.getMessage(), row.id
        assert len(row.text) < 4 or row.text not in record.getMessage(), row.id
    log.clear()


def raw_in(response: TestResponse, text: str) -> bool:
    """Whether ``text``, which means something in markup, stands in the answer as it came."""
    if not any(sign in text for sign in "<>\"'&"):
        return False
    if response.mimetype == "text/html" and not set("<>") & set(text):
        # Quotes end an attribute; in the text of a page they are only quotes.
        return any(f'="{text}' in part for part in (response.text,) if '"' in text)
    return text in response.text


def accepted(response: TestResponse) -> bool:
    return response.status_code in (200, 202, 303)


def test_the_address_box(
    client: FlaskClient, fixtures_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for row in rows(fixtures_dir, "url_field"):
        text = encodable(row.text)
        by_form = prompt(row, caplog, client.post, "/check", data={"url": text, "country": "GB"})
        judged(by_form, row, caplog)
        by_api = prompt(
            row,
            caplog,
            client.post,
            CHECKS,
            data=json.dumps({"url": row.text}),
            content_type="application/json",
        )
        judged(by_api, row, caplog)
        if row.expected == "refuse_4xx" and "[.]" not in text:
            # Made harmless for a mail, it is mended, which the list would have refused.
            assert 400 <= by_form.status_code < 500, (row.id, row.text)
            assert 400 <= by_api.status_code < 500, (row.id, row.text)
            assert body_of(by_api)["reason"]
        elif row.expected.startswith("accept_") and "or_refuse" not in row.expected:
            assert accepted(by_form), row.id
            assert accepted(by_api), row.id
            assert body_of(by_api)["host"].isascii()
            assert body_of(by_api)["url"].count("/") == 3
        assert accepted(by_form) == accepted(by_api), row.id


def test_json(client: FlaskClient, fixtures_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    for row in rows(fixtures_dir, "json_body"):
        for place in (CHECKS, "/api/v1/batch", "/api/v1/appeals"):
            data = row.text.encode("utf-8", "replace")
            response = prompt(
                row, caplog, client.post, place, data=data, content_type="application/json"
            )
            judged(response, row, caplog)
            if row.expected == "refuse_4xx":
                assert 400 <= response.status_code < 500, (row.id, place)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"1",
        b"{",
        b'{"url": "example.com", "url": "example.org"}',
        b'{"url": "example.com"} trailing',
        b'{"url": Infinity}',
        b'{"url": "example.com", "more": 1}',
        b'{"url": 1}',
        b'{"url": ["example.com"]}',
        b'{"url": "example.com", "fresh": "yes"}',
        b'{"url": "example.com", "fresh": 1}',
        b'{"url": "example.com", "country": 44}',
        b'{"url": "example.com", "country": "XX"}',
        b'{"url": "example.com", "page": 5}',
        b"\xff\xfe{\x00}\x00",
        b'{"url": "\xff"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"country": "GB"}',
    ],
)
def test_json_that_is_no_question(client: FlaskClient, text: bytes) -> None:
    response = client.post(CHECKS, data=text, content_type="application/json")
    assert response.status_code in (400, 422)
    assert response.mimetype == "application/problem+json"
    assert body_of(response)["status"] == response.status_code


def test_request_headers(
    client: FlaskClient, fixtures_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for row in rows(fixtures_dir, "request_header"):
        name, _, value = row.text.partition(": ")
        before = client.get("/").data
        for place in ("/", "/api/v1/signals", "/static/css/rxlens.css"):
            response = prompt(row, caplog, client.get, place, headers=[(name, encodable(value))])
            response.get_data()
            response.close()
            judged(response, row, caplog)
            assert "evil" not in str(response.headers), row.id
        assert client.get("/").data == before
        form = client.post(
            "/check", data={"url": "example.com", "country": "GB"}, headers=[(name, value)]
        )
        judged(form, row, caplog)
        if row.expected == "refuse_4xx" and name.startswith("Sec-"):
            assert form.status_code == 403


def test_headers_unlock_nothing(make_app: MakeApp, fixtures_dir: Path) -> None:
    outside = make_app(by=Canned(report(ROGUE)), operator_token="t").test_client()
    far = {"REMOTE_ADDR": "198.51.100.7"}
    for row in rows(fixtures_dir, "request_header"):
        name, _, value = row.text.partition(": ")
        response = outside.get(
            "/api/v1/metrics", headers=[(name, encodable(value))], environ_base=far
        )
        assert 400 <= response.status_code < 500, row.id


def test_request_lines(
    client: FlaskClient, fixtures_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for row in rows(fixtures_dir, "request_line"):
        method, _, target = row.text.partition(" ")
        if "(" in target and method == "POST":
            target = target.partition(" ")[0]
        if "://" in target.partition("?")[0]:
            continue  # Only a real server sees that: test_server.py.
        path, _, query = target.partition("?")
        response = prompt(
            row,
            caplog,
            client.open,
            "/",
            method=method,
            query_string=query,
            environ_overrides={"PATH_INFO": path},
        )
        judged(response, row, caplog)
        if row.expected == "refuse_4xx":
            assert 400 <= response.status_code < 500, (row.id, row.text)
    assert client.application.extensions["rxlens"].checks.load["remembered"] == 0


def test_parameters_that_would_lead_away(client: FlaskClient, fixtures_dir: Path) -> None:
    for row in rows(fixtures_dir, "next_param"):
        for name in ("next", "return", "url", "to"):
            response = client.get("/", query_string={name: encodable(row.text)})
            assert "Location" not in response.headers
            assert "evil.test" not in response.text, row.id
        data = {"url": "example.com", "country": "GB", "next": encodable(row.text)}
        sent = client.post("/check", data=data)
        assert sent.headers["Location"].startswith("/checks/"), row.id


def test_appeals(client: FlaskClient, fixtures_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    for row in rows(fixtures_dir, "appeal_text"):
        text = encodable(row.text)
        for field in ("text", "contact", "url"):
            fields = {"url": "example.com", "text": "This is wrong.", "role": "site", "level": ""}
            fields[field] = text
            by_form = prompt(row, caplog, client.post, "/appeal/new", data=fields)
            judged(by_form, row, caplog)
            by_api = prompt(row, caplog, client.post, "/api/v1/appeals", json=fields)
            judged(by_api, row, caplog)
            if field == "contact" and ("@" in text or len(text) > 300):
                assert by_api.status_code >= 400, row.id
            if field == "url":
                assert by_api.status_code >= 400, row.id
            if "\x00" in text or len(text) > 4000 or not text:
                assert by_form.status_code >= 400 or (field == "contact" and not text), row.id


@pytest.mark.parametrize(
    ("contact", "taken"),
    [
        ("", True),
        ("jo@shop.example", True),
        ("jo+x@shop.example", True),
        ("jo@shop", False),
        ("jo@shop.example\r\nBcc: all@x.example", False),
        ("jo@shop.example\n", False),
        ("jo@shop.example,all@x.example", False),
        ("<jo@shop.example>", False),
        ("j..o@shop.example", False),
        (".jo@shop.example", False),
        ("jo@-shop.example", False),
        ("jo@shop..example", False),
        (f"{'j' * 65}@shop.example", False),
        (f"jo@{'s' * 250}.example", False),
        ('"a b"@shop.example', False),
        ("jo@[127.0.0.1]", False),
    ],
)
def test_contacts(client: FlaskClient, contact: str, taken: bool) -> None:
    fields = {"url": "example.com", "text": "This is wrong.", "contact": contact}
    sent = client.post("/api/v1/appeals", json=fields)
    assert sent.status_code == (201 if taken else 422), sent.text


# Text of third parties on the way out


def speaking(base: Report, rows_shown: list[Row]) -> Report:
    """``base`` as if all ``rows_shown`` had been seen: in quotes, sentences, names and facts."""
    reason = base.reasons_against[0]
    return replace(
        base,
        target=replace(base.target, display=rows_shown[0].text),
        reasons_against=tuple(_reason(reason, row.text) for row in rows_shown),
        address_facts=tuple(_fact(row.text, base) for row in rows_shown),
        timeline=tuple(
            Hop(url=f"http://h{n}.example/", host=row.text, status=302, location=None)
            for n, row in enumerate(rows_shown)
        ),
    )


def _reason(reason: Reason, text: str) -> Reason:
    return replace(
        reason,
        text=message("Seen: {words}", words=text),
        quotes=(
            Quote(text=text, where="https://shop.example/ (title)"),
            Quote(text=text, where=f"{text} (main)"),
            Quote(text=text, where=text),
        ),
    )


def _fact(text: str, base: Report) -> AddressFact:
    return AddressFact(
        label=message("Registrar"),
        text=message("{name}", name=text),
        source="registration",
        at=base.checked_at,
    )


@pytest.fixture(scope="module")
def shown_rows(fixtures_dir: Path) -> list[list[Row]]:
    found = rows(fixtures_dir, *SHOWN)
    return [found[n : n + ON_A_PAGE] for n in range(0, len(found), ON_A_PAGE)]


def marks(text: str) -> tuple[set[str], set[str], int]:
    """The elements of a page, the names of their attributes, and how many scripts there are."""
    nodes = LexborHTMLParser(text).css("*")
    names = {name for node in nodes for name in node.attributes}
    scripts = sum(node.tag == "script" for node in nodes)
    return {str(node.tag) for node in nodes}, names, scripts


def test_text_of_third_parties_is_inert_on_pages(
    make_app: MakeApp, shown_rows: list[list[Row]]
) -> None:
    base = report(ROGUE)
    harmless = [
        Row(id="", context="", text=f"word {n}", why="", expected="") for n in range(ON_A_PAGE)
    ]
    usual = marks(shown(make_app, speaking(base, harmless)).text)
    for group in shown_rows:
        page = shown(make_app, speaking(base, group)).text
        tags, names, scripts = marks(page)
        assert tags <= usual[0], group[0].id
        assert names <= usual[1], group[0].id
        assert scripts == usual[2]
        tree = LexborHTMLParser(page)
        for node in tree.css("[href], [src], [action], [formaction]"):
            for name in ("href", "src", "action", "formaction"):
                place = (node.attributes.get(name) or "").strip().lower()
                assert place.startswith(("/", "#", "https://", "http://", "mailto:", "tel:")) or (
                    not place
                ), (group[0].id, place)
        text = " ".join(tree.body.text().split())  # type: ignore[union-attr]
        for row in group:
            words = printable(row.text)
            assert not words or " ".join(words.split()) in text, row.id
        for char in "\u202e\u2066\u0000\u2028":
            assert char not in page


def shown(make_app: MakeApp, hostile: Report) -> TestResponse:
    client = make_app(by=Canned(hostile)).test_client()
    page = client.get(answer(client, "shop.com")["links"]["page"])
    assert page.status_code == 200
    return page


def test_text_of_third_parties_is_inert_in_json(
    make_app: MakeApp, shown_rows: list[list[Row]]
) -> None:
    for group in shown_rows:
        client = make_app(by=Canned(speaking(report(ROGUE), group))).test_client()
        done = answer(client, "shop.com")
        raw = client.get(done["links"]["self"]).data
        assert not set(b"<>&'") & set(raw)
        assert raw.isascii()
        said = [r["quotes"][0]["text"] for r in done["report"]["reasons_against"]]
        assert said == [printable(row.text) for row in group]


def test_text_of_third_parties_is_no_formula_in_tables(
    make_app: MakeApp, fixtures_dir: Path
) -> None:
    """A2."""
    found = rows(fixtures_dir, "csv_cell", *SHOWN)
    for n in range(0, len(found), ON_A_PAGE):
        client = make_app(
            by=Canned(speaking(report(ROGUE), found[n : n + ON_A_PAGE]))
        ).test_client()
        rows_sent = [f"shop{k}.com" for k in range(2)] + [row.text for row in found[n : n + 8]]
        sent = client.post("/api/v1/batch", json={"urls": [encodable(r) for r in rows_sent]})
        assert sent.status_code == 202
        answer(client, "shop0.com")
        answer(client, "shop1.com")
        table = client.get(body_of(sent)["links"]["csv"]).data.decode("utf-8-sig")
        for cells in csv.reader(io.StringIO(table)):
            assert len(cells) == 11
            for cell in cells:
                assert not begins_a_formula(cell), cell


@pytest.mark.parametrize("separator", list("\t\r\n ;,|"))
@pytest.mark.parametrize("sign", list("=+-@＝＋－＠−"))
def test_no_cell_is_a_formula(sign: str, separator: str) -> None:
    for cell in (f"{sign}1+1", f"{separator}{sign}1", f"{separator * 2}{sign}", f"a{separator}b"):
        assert not begins_a_formula(inert(cell))


def begins_a_formula(cell: str) -> bool:
    """What a spreadsheet may take for a formula, after trimming, full-width signs too."""
    first = unicodedata.normalize("NFKC", cell.strip())[:1]
    return first in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r", "\n")


def test_every_row_at_every_text_field(
    client: FlaskClient, fixtures_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Inputs do not keep to their own fields."""
    for row in rows(fixtures_dir):
        text = encodable(row.text)
        for place, data in (
            ("/check", {"url": text, "country": "GB"}),
            ("/check", {"url": "example.com", "country": text}),
            ("/appeal/new", {"url": "example.com", "text": text, "role": "", "level": ""}),
        ):
            response = prompt(row, caplog, client.post, place, data=data)
            assert response.status_code < 500, (row.id, place)
            assert not raw_in(response, row.text), (row.id, place)


def test_fields_twice_are_refused(client: FlaskClient) -> None:
    from werkzeug.datastructures import MultiDict  # noqa: PLC0415

    data = MultiDict([("url", "example.com"), ("url", "example.org"), ("country", "GB")])
    refused = client.post("/check", data=data)
    assert refused.status_code == 400


@pytest.mark.parametrize("size", [17 * 1024, 70 * 1024, 4 * 2**20])
def test_sizes_of_forms(client: FlaskClient, size: int) -> None:
    sent = client.post("/check", data={"url": "x" * size, "country": "GB"})
    assert sent.status_code in (413, 422)
    many = {f"f{n}": "x" for n in range(2000)}
    assert client.post("/check", data=many).status_code < 500


def test_compressed_bodies_are_not_read(client: FlaskClient) -> None:
    for place in (CHECKS, "/check"):
        sent = client.post(place, data=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
        assert sent.status_code == 415


def test_input_is_decoded_once(client: FlaskClient) -> None:
    """A host that is percent-encoded twice is no host; one that is so once is the host."""
    assert body_of(ask(client, "https://ex%61mple.com/"))["host"] == "example.com"
    assert ask(client, "https://ex%2561mple.com/").status_code == 422


def app_of(client: FlaskClient) -> Flask:
    return client.application


def test_members_nobody_has(client: FlaskClient) -> None:
    sent = ask(client, "example.com", verdict="verified", score=0)
    assert sent.status_code == 422
    assert body_of(sent)["reason"] == "unknown_member"


def test_numbers_and_words_of_problems(client: FlaskClient) -> None:
    problem: dict[str, Any] = body_of(ask(client, "two words"))
    assert problem["type"] == "urn:rxlens:problem:words"
    assert problem["detail"] == problem["message"]["text"]
