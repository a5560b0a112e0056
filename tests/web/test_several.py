"""Several real processes on one store: a check begun in one is followed from another, on both engines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.data_servers import PostgreSQL
from tests.reports import ROGUE, report
from tests.test_docs import ROOT
from tests.web.asking import answer, body_of
from tests.web.conftest import Canned, MakeApp

PATIENCE = 120.0
"""Seconds for what takes two or three on a machine that has nothing else to do."""
SHOP = "https://quickmeds-britain.example/"


def asked(url: str, body: object = None, *, client: int = 0) -> Any:
    """The JSON at ``url``, or the answer to ``body`` of one of several clients."""
    data = None if body is None else json.dumps(body).encode()
    head = {"Content-Type": "application/json", "X-Forwarded-For": f"198.51.100.{client}"}
    request = urllib.request.Request(url, data, head)
    with urllib.request.urlopen(request, timeout=PATIENCE) as got:
        return json.load(got)


def status(url: str, body: object = None, *, client: int = 0) -> int:
    try:
        asked(url, body, client=client)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    return 200


def followed(url: str, number: str) -> dict[str, Any]:
    """The check called ``number`` when it is over, as the service at ``url`` tells it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found: dict[str, Any] = asked(f"{url}/api/v1/checks/{number}")
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.1)
    raise AssertionError("the check does not end")


def environment(place: str | Path, directory: Path, **more: str) -> dict[str, str]:
    store = {"store": str(directory)} | ({"database": place} if isinstance(place, str) else {})
    given = {"demo": "yes", "readers": "1", "checks_per_minute": "0", **store, **more}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RXLENS_")}
    return kept | {f"RXLENS_{name.upper()}": value for name, value in given.items()}


@contextmanager
def service(given: dict[str, str], *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``rxlens serve`` on a free port: its address and its process."""
    words = [sys.executable, "-m", "checker", "serve", "--port", "0", *options]
    process = subprocess.Popen(words, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        yield said.split()[3].rstrip("/"), process
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()


class Two:
    """Two services with the same store, which let each other follow their checks."""

    def __init__(self, one: str, other: str, place: str | Path) -> None:
        self.one, self.other, self.place = one, other, place


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    files = tmp_path_factory.mktemp("two")
    place: str | Path = files
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        place = server.new_database()
    given = environment(
        place,
        files,
        share_checks="yes",
        client_key="of both",
        checks_per_minute="8",
        trusted_proxies="127.0.0.1",
    )
    with service(given) as (one, _), service(given) as (other, _):
        yield Two(one, other, place)


def test_a_check_is_followed_from_another(two: Two) -> None:
    begun = asked(f"{two.one}/api/v1/checks", {"url": f"{SHOP}pills?q=canary"}, client=1)
    early = asked(f"{two.other}/api/v1/checks/{begun['id']}")
    assert (early["id"], early["host"]) == (begun["id"], "quickmeds-britain.example")
    with urllib.request.urlopen(f"{two.other}{begun['links']['events']}", timeout=PATIENCE) as told:
        events = told.read().count(b"event: ")
    here, there = followed(two.one, begun["id"]), followed(two.other, begun["id"])
    assert here["report"] and here == there, "events, notes and report, to the last sign"
    assert len(here["events"]) == events
    with urllib.request.urlopen(f"{two.other}{begun['links']['page']}", timeout=PATIENCE) as page:
        assert "quickmeds-britain" in page.read().decode()
    for url in (two.one, two.other):
        assert status(f"{url}/api/v1/checks/{begun['id'][:-1]}") == 404


def test_the_same_question_gets_the_same_check(two: Two) -> None:
    begun = asked(f"{two.one}/api/v1/checks", {"url": SHOP}, client=2)
    assert followed(two.other, begun["id"])["level"] == "high_risk"
    again = asked(f"{two.other}/api/v1/checks", {"url": SHOP}, client=2)
    assert (again["state"], again["id"]) == ("done", begun["id"])


def test_a_batch_is_followed_from_another(two: Two) -> None:
    batch = asked(f"{two.other}/api/v1/batch", {"urls": [SHOP, "no address"]}, client=3)
    rows = asked(f"{two.one}{batch['links']['self']}")["rows"]
    assert [row["check"] for row in rows] == [row["check"] for row in batch["rows"]]
    assert rows[1]["state"] == "refused" and rows[1]["message"] == batch["rows"][1]["message"]


def test_both_sign_the_same_list(two: Two) -> None:
    for path in ("key", "domains"):
        found = [asked(f"{url}/api/v1/lists/{path}") for url in (two.one, two.other)]
        assert found[0] == found[1]


def test_a_limit_is_one_wherever_it_is_asked(two: Two) -> None:
    """Without Redis; ``checks_per_minute`` is 8. What is refused is no matter: it was asked for."""
    places = [two.one, two.other] * 5
    told = [status(f"{url}/api/v1/checks", {"url": "no address"}, client=4) for url in places]
    assert told == [422] * 8 + [429] * 2
    assert status(f"{two.one}/api/v1/checks", {"url": "no address"}, client=5) == 422


def test_what_lies_in_the_store_is_sealed(two: Two) -> None:
    """Neither host, path nor level of a question with a path, nor its number, can be read there."""
    number = asked(f"{two.one}/api/v1/checks", {"url": f"{SHOP}canary"}, client=6)["id"]
    followed(two.one, number)
    if isinstance(two.place, Path):
        held = b"".join(path.read_bytes() for path in two.place.glob("checks.sqlite*"))
    else:
        with psycopg.connect(two.place) as connection:
            rows = connection.execute("SELECT number, body FROM sealed").fetchall()
        held = b"".join(name.encode() + bytes(body) for name, body in rows)
    assert len(held) > 1000
    for word in ("quickmeds", "canary", "high_risk", "level", number):
        assert word.encode() not in held


def test_a_store_that_is_away_is_no_word_on_a_check(make_app: MakeApp, tmp_path: Path) -> None:
    """Answers are given by the process that was asked; of others' checks nobody can say that there is none."""
    (tmp_path / "store" / "checks.sqlite").mkdir(parents=True)
    client = make_app(by=Canned(report(ROGUE)), store=True, share_checks=True).test_client()
    assert answer(client, "shop.com")["level"] == "high_risk"
    for path in ("checks/x", "checks/x/events", "batch/x"):
        unknown = client.get(f"/api/v1/{path}")
        assert (unknown.status_code, body_of(unknown)["reason"]) == (503, "not_shared"), path
        assert int(unknown.headers["Retry-After"]) > 0
    assert client.get("/checks/x").status_code == 503
    assert body_of(client.get("/api/v1/health"))["sharing"]


@pytest.mark.slow
def test_processes_that_are_killed(tmp_path: Path) -> None:
    """One that answers: another takes its place. The one that began them: all end."""
    with service(environment("", tmp_path), "--processes", "2") as (url, parent):
        with ThreadPoolExecutor(6) as threads:  # on connections of their own, to whoever takes them
            addresses = [f"{SHOP}{n}" for n in range(6)]
            numbers = threads.map(
                lambda a: asked(f"{url}/api/v1/checks", {"url": a})["id"], addresses
            )
            done = list(threads.map(lambda number: followed(url, number), numbers))
        assert [check["state"] for check in done] == ["done"] * 6
        answering = answering_processes(parent.pid)
        assert len(answering) == 2
        os.kill(answering[0], signal.SIGKILL)
        until(lambda: len(set(answering_processes(parent.pid)) - {answering[0]}) == 2)
        assert followed(url, done[0]["id"])["report"] == done[0]["report"]
        answering = answering_processes(parent.pid)
        parent.kill()
        until(lambda: not any(Path(f"/proc/{one}").exists() for one in answering))


def answering_processes(parent: int) -> list[int]:
    """The processes of ``rxlens serve`` that answer: those of several take part in its socket."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]


def until(so: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_settings_that_cannot_be_used_are_said_and_end_it(tmp_path: Path) -> None:
    given = environment("", tmp_path, origin_db=str(tmp_path / "none.mmdb"))
    words = [sys.executable, "-m", "checker", "serve", "--port", "0", "--processes", "2"]
    done = subprocess.run(
        words, cwd=ROOT, env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 2
    assert set(done.stderr.splitlines()) == {
        "The database of networks and countries cannot be read."
    }
