"""Asking about addresses: by the API, by the form, again, with a page, many at once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from checker.evidence import Event as Told
from checker.evidence import Missing, MissingReason, Observation, Started, View, WasMissing
from checker.report import Report
from tests.loopback import World
from tests.reports import NEWS, ROGUE, faults, report
from tests.web.asking import CHECKS, answer, ask, body_of, finished
from tests.web.conftest import FARM, OTHER, QUIET, SHOP, Canned, MakeApp
from web import create_app
from web.engine import CheckerEngine, Question, Reach

SHOP_URL = f"http://{SHOP}/"


def test_from_a_question_to_a_report(app: Flask) -> None:
    client = app.test_client()
    asked = ask(client, SHOP_URL)
    assert asked.status_code == 202
    assert asked.headers["Location"] == f"{CHECKS}/{body_of(asked)['id']}"
    done = finished(client, body_of(asked)["id"])
    assert done["level"] == done["report"]["verdict"]["level"] == "high_risk"
    assert faults(done["report"]) == []
    assert {e["type"] for e in done["events"]} >= {"started", "found", "done"}
    assert done["messages"] == []


def test_events_come_as_a_stream_and_go_on_where_they_broke_off(app: Flask) -> None:
    client = app.test_client()
    check = body_of(ask(client, SHOP_URL))["id"]
    stream = client.get(f"{CHECKS}/{check}/events")
    assert stream.mimetype == "text/event-stream"
    text = stream.data.decode()
    numbers = [int(n) for n in re.findall(r"^id: (\d+)$", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert text.rstrip().rpartition("event: ")[2].startswith("done\n")
    rest = client.get(f"{CHECKS}/{check}/events", headers={"Last-Event-ID": str(numbers[-2])})
    assert rest.data.decode().count("id: ") == 1


class Halting(Canned):
    """Asks for the page, for DNS, and for the page again; tells that DNS is missing, and goes no further until let."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.told, self.go_on = Event(), Event()

    def steps(self, question: Question) -> Iterator[Told | Report]:
        for source in ("page", "dns", "page"):
            yield Started(source=source)
        missing = Missing(source="dns", reason=MissingReason.TIMEOUT)
        at = datetime(2026, 11, 24, tzinfo=UTC)
        yield WasMissing(
            observation=Observation(source="dns", view=View.ASKED, at=at, value=missing)
        )
        self.told.set()
        self.go_on.wait(10)
        yield self.report


def test_a_source_asked_twice_is_one_row_of_the_progress(make_app: MakeApp) -> None:
    engine = Halting(report(ROGUE))
    client = make_app(by=engine).test_client()
    check = body_of(ask(client, SHOP_URL))["id"]
    assert engine.told.wait(10)
    page = client.get(f"/checks/{check}").text
    engine.go_on.set()
    rows = re.findall(r'<li data-source="(\w+)" data-state="(\w+)"', page)
    assert rows == [("page", "asking"), ("dns", "missing")]
    assert "1 of 2 sources have answered" in page


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 30, "٣"])
def test_odd_places_to_go_on_from(app: Flask, last: str) -> None:
    client = app.test_client()
    check = answer(client, SHOP_URL)["id"]
    stream = client.get(f"{CHECKS}/{check}/events", headers={"Last-Event-ID": last})
    assert "event: done" in stream.data.decode()


def test_the_same_question_gets_the_same_check(app: Flask) -> None:
    client = app.test_client()
    first = answer(client, SHOP_URL)["id"]
    for typed in (SHOP_URL, f" hxxp://{SHOP.replace('.', '[.]')}/ ", f"{SHOP_URL}#top"):
        again = ask(client, typed)
        assert (again.status_code, body_of(again)["id"]) == (200, first)


@pytest.mark.parametrize(
    ("other", "more"),
    [
        (SHOP_URL, {"country": "DE"}),
        (f"https://{SHOP}/", {}),
        (f"http://{OTHER}/", {}),
        (f"{SHOP_URL}viagra", {}),
        (f"{SHOP_URL}?id=1", {}),
        (SHOP_URL, {"page": NEWS}),
    ],
)
def test_another_question_gets_another_check(app: Flask, other: str, more: dict[str, str]) -> None:
    client = app.test_client()
    first = answer(client, SHOP_URL)["id"]
    assert body_of(ask(client, other, **more))["id"] != first


def test_the_answer_to_one_path_is_not_given_for_another(app: Flask) -> None:
    """A hacked site sells on one page alone; its host's harmless answer must not cover that page."""
    client = app.test_client()
    home, away = answer(client, f"http://{FARM}/"), answer(client, f"http://{FARM}/away")
    assert home["level"] == "not_a_pharmacy"
    assert away["level"] == "high_risk"
    again = ask(client, f"http://{FARM}/away")
    assert (again.status_code, body_of(again)["id"]) == (200, away["id"])


def test_a_fresh_answer_is_made_unless_there_is_one_of_this_minute(make_app: MakeApp) -> None:
    app = make_app()
    checks, now = app.extensions["rxlens"].checks, [time.time()]
    checks._clock = lambda: now[0]
    client = app.test_client()
    first = answer(client, SHOP_URL)["id"]
    assert body_of(ask(client, SHOP_URL, fresh=True))["id"] == first
    now[0] += 61
    assert body_of(ask(client, SHOP_URL))["id"] == first
    second = body_of(ask(client, SHOP_URL, fresh=True))["id"]
    assert second != first
    finished(client, second)
    now[0] += 3600 * 25
    assert client.get(f"{CHECKS}/{second}").status_code == 404


def test_a_page_as_its_visitor_sees_it(app: Flask) -> None:
    client = app.test_client()
    alone = answer(client, f"http://{FARM}/")
    seen = answer(client, f"http://{FARM}/", page=ROGUE)
    assert (alone["level"], seen["level"]) == ("not_a_pharmacy", "high_risk")
    assert seen["seen_by_client"]
    views = {s["source"]: s["view"] for s in seen["report"]["coverage"]["sources"]}
    assert (views["page"], views["page:fetched"]) == ("as_client_saw", "as_fetched")
    assert body_of(ask(client, f"http://{FARM}/"))["id"] == alone["id"], "others get our own view"
    assert body_of(ask(client, f"http://{FARM}/", page=ROGUE))["id"] == seen["id"]


def test_a_page_that_is_sent_is_never_stored(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(store=True)
    client = app.test_client()
    answer(client, f"http://{FARM}/", page=ROGUE + "<p>canary-of-the-page</p>")
    app.extensions["rxlens"].close()
    stored = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"canary" not in stored
    assert FARM.encode() not in stored


@pytest.mark.parametrize(("size", "status"), [(2 * 2**20, 202), (2 * 2**20 + 1, 413)])
def test_size_of_a_page(make_app: MakeApp, size: int, status: int) -> None:
    client = make_app(by=Canned(report(ROGUE))).test_client()
    assert ask(client, SHOP_URL, page="x" * size).status_code == status


# The form


def test_the_form_leads_to_the_answer_without_script(app: Flask) -> None:
    client = app.test_client()
    sent = client.post("/check", data={"url": SHOP_URL, "country": "GB"})
    assert sent.status_code == 303
    place = sent.headers["Location"]
    assert re.fullmatch(r"/checks/[\w-]{22}", place)
    waiting = client.get(place)
    assert waiting.status_code == 200
    if "Refresh" in waiting.headers:
        assert waiting.headers["Refresh"] == "2"
    finished(client, place.rpartition("/")[2])
    done = client.get(place)
    assert "Refresh" not in done.headers
    assert "pills-shop.com" in done.text
    assert client.get(place).data == done.data


def test_a_refusal_is_a_sentence_on_a_page(app: Flask) -> None:
    refused = app.test_client().post("/check", data={"url": "two words", "country": "GB"})
    assert refused.status_code == 422
    assert refused.mimetype == "text/html"


@pytest.mark.parametrize("lang", ["", "/de", "/pl"])
def test_the_language_is_part_of_the_address(app: Flask, lang: str) -> None:
    client = app.test_client()
    sent = client.post(f"{lang}/check", data={"url": SHOP_URL, "country": "GB"})
    assert sent.headers["Location"].startswith(f"{lang}/checks/")
    page = client.get(f"{lang}/privacy").text
    assert f'lang="{lang[1:] or "en"}"' in page
    assert f'href="{lang}/batch"' in page


def test_get_and_head_begin_no_check(app: Flask) -> None:
    client = app.test_client()
    for path in ("/check", "/", CHECKS, "/api/v1/batch", "/batch/new"):
        for method in ("GET", "HEAD"):
            client.open(f"{path}?url={SHOP_URL}", method=method)
    assert app.extensions["rxlens"].checks.load["remembered"] == 0


# Many at once


def batch_of(client: FlaskClient, urls: list[str]) -> dict[str, Any]:
    """The batch of ``urls`` when it is over."""
    made = client.post("/api/v1/batch", json={"urls": urls})
    assert made.status_code == 202, made.data
    place = body_of(made)["links"]["self"]
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found: dict[str, Any] = body_of(client.get(place))
        if found["rows_done"] == len(urls):
            return found
        time.sleep(0.05)
    raise AssertionError("the batch does not end")


def test_a_batch_has_a_row_for_every_address(app: Flask) -> None:
    client = app.test_client()
    urls = [SHOP_URL, f"http://{FARM}/", "two words", SHOP_URL, "javascript:alert(1)"]
    done = batch_of(client, urls)
    rows = done["rows"]
    assert [row["state"] for row in rows] == ["done", "done", "refused", "done", "refused"]
    assert rows[0]["check"] == rows[3]["check"]
    assert rows[2]["message"]["text"]
    links = done["links"]
    table = client.get(links["csv"])
    assert table.mimetype == "text/csv"
    assert len(table.text.strip().splitlines()) == len(urls) + 1
    assert client.get(links["page"]).status_code == 200
    assert client.get(f"{links['page']}/print").status_code == 200


def test_the_form_for_many_takes_lines_and_a_table(app: Flask) -> None:
    client = app.test_client()
    table = f'name,site\r\n"Pills","{SHOP}"\r\n"=1+1","http://{FARM}/"\r\n'
    sent = client.post(
        "/batch/new",
        data={
            "urls": f"http://{OTHER}/\n\n",
            "country": "GB",
            "file": (BytesIO(table.encode()), "sites.csv"),
        },
    )
    assert sent.status_code == 303
    batch = sent.headers["Location"].rpartition("/")[2]
    rows = body_of(client.get(f"/api/v1/batch/{batch}"))["rows"]
    assert [row["shown"] for row in rows] == [OTHER, SHOP, FARM]


@pytest.mark.parametrize(
    ("count", "token", "status"), [(100, "", 202), (101, "", 413), (101, "secret", 202)]
)
def test_large_batches_need_the_operators_token(
    make_app: MakeApp, count: int, token: str, status: int
) -> None:
    app = make_app(by=Canned(report(ROGUE)), operator_token="secret")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    urls = [f"shop{n}.com" for n in range(count)]
    sent = app.test_client().post("/api/v1/batch", json={"urls": urls}, headers=headers)
    assert sent.status_code == status


# Saved reports


def test_a_report_is_saved_shown_compared_and_deleted(make_app: MakeApp) -> None:
    app = make_app(store=True)
    client = app.test_client()
    check = answer(client, f"{SHOP_URL}viagra?me=1")["id"]
    saved = body_of(client.post(f"{CHECKS}/{check}/save", json={"days": 30}))
    page = client.get(saved["page"])
    assert page.status_code == 200
    assert "me=1" not in page.text
    kept = body_of(client.get(f"/api/v1/saved/{saved['token']}"))
    assert kept["report"]["address"]["host"] == SHOP
    again = client.post(f"{saved['page']}/again")
    assert again.status_code == 303
    other = again.headers["Location"].rpartition("/")[2]
    finished(client, other)
    assert client.get(again.headers["Location"]).status_code == 200
    place = f"/api/v1/saved/{saved['token']}/delete"
    assert client.post(place, json={"delete_key": "wrong"}).status_code == 404
    assert client.get(saved["page"]).status_code == 200
    assert client.post(place, json={"delete_key": saved["delete_key"]}).status_code == 200
    assert client.get(saved["page"]).status_code == 404


@pytest.mark.parametrize("days", [0, -1, 366, "30", None, 1.5, True])
def test_days_that_are_none(make_app: MakeApp, days: object) -> None:
    client = make_app(store=True).test_client()
    check = answer(client, SHOP_URL)["id"]
    assert client.post(f"{CHECKS}/{check}/save", json={"days": days}).status_code == 422


# What a program and a person get of one report


def test_page_and_json_say_the_same(app: Flask, world: World) -> None:
    client = app.test_client()
    done = answer(client, SHOP_URL)
    page = client.get(done["links"]["page"]).text
    verdict = done["report"]["verdict"]
    assert verdict["sentence"]["text"][:30] in page
    assert json.dumps(done["report"]["address"]["host"])[1:-1] in page


def test_the_service_gets_ready_by_itself(world: World) -> None:
    """A question asked at once is answered too; once all is loaded none waits for it."""
    made = CheckerEngine(Reach(network=world.network), readers=1)
    app = create_app(QUIET, engine=made)
    client = app.test_client()
    try:
        waiting = client.get("/api/v1/ready")
        assert (waiting.status_code, body_of(waiting)["reason"]) == (503, "starting")
        assert "Retry-After" in waiting.headers
        assert not body_of(client.get("/api/v1/health"))["ready"]
        made.warm_up()
        assert client.get("/api/v1/ready").status_code == 200
        assert body_of(client.get("/api/v1/health"))["ready"]
    finally:
        app.extensions["rxlens"].close()
