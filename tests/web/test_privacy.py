"""P1: a mark in path, query, referrer and agent of every question is nowhere afterwards."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests.web.asking import CHECKS, answer, body_of
from tests.web.conftest import FARM, OTHER, SHOP, MakeApp
from tests.web.servers import raw, serving
from web.logs import configure
from web.store import DAY

MARK = "canary7c1e"
CLIENT = "198.51.100.77"

WAYS = (
    "http://{host}/" + MARK + "{n}/order?name=" + MARK + "&drug=sertraline#" + MARK,
    "http://{host}/?q=" + MARK + "{n}",
    "http://{host}/" + MARK + "{n}",
    "http://{host}/",
)


def question(url: str, n: int) -> bytes:
    body = json.dumps({"url": url, "page": f"<p>{MARK}</p>"} if n % 5 == 4 else {"url": url})
    return (
        f"POST {CHECKS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"X-Forwarded-For: {CLIENT}\r\nReferer: http://search.example/{MARK}\r\n"
        f"User-Agent: Agent/{MARK}\r\nCookie: {MARK}=1\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.slow)])
def test_canary(
    make_app: MakeApp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    count: int,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    root = logging.getLogger()
    before, level = root.handlers, root.level
    configure()
    try:
        hosts = ask_all(make_app, tmp_path, count)
    finally:
        root.handlers, root.level = before, level
    printed = capfd.readouterr()
    held = {"out": printed.out.encode(), "err": printed.err.encode()} | {
        str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }
    for mark in (MARK, CLIENT, "sertraline", "search.example"):
        assert [place for place, data in held.items() if mark.encode() in data] == []
    stored = b"".join(data for place, data in held.items() if "sqlite" in place)
    assert any(host.encode() in stored for host in hosts), "hosts are kept, for a day"


def ask_all(make_app: MakeApp, tmp_path: Path, count: int) -> tuple[str, ...]:
    app = make_app(store=True, trusted_proxies=("127.0.0.1",), checks_waiting=1000)
    checks = app.extensions["rxlens"].checks
    with serving(app) as port:
        for n in range(count):
            host = (SHOP, OTHER, FARM)[n % 3]
            url = WAYS[n % len(WAYS)].format(host=host, n=n)
            made = raw(port, question(url, n), seconds=10)
            assert made[9:12] in (b"200", b"202"), made[:300]
            assert MARK.encode() not in made
        end = time.monotonic() + 600
        while time.monotonic() < end and (checks.load["running"] or checks.load["waiting"]):
            time.sleep(0.05)
        for check in list(checks._checks.values()):
            assert check.state == "done"
            assert MARK.encode() not in check.report
            assert MARK not in repr(check)
        client = app.test_client()
        some = list(checks._checks)[-5:]
        for check_id in some:
            assert MARK not in client.get(f"/checks/{check_id}").text
            saved = client.post(f"{CHECKS}/{check_id}/save", json={"days": 7})
            assert saved.status_code == 201
        assert MARK not in client.get("/api/v1/metrics").text
        assert client.get("/changes").status_code == 200
    return SHOP, OTHER, FARM


def test_a_host_is_gone_after_the_stated_time(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(store=True, cache_hours=48)
    service, now = app.extensions["rxlens"], [time.time()]
    service.store._clock = service.checks._clock = lambda: now[0]
    client = app.test_client()
    done = answer(client, f"http://{SHOP}/")
    files = tmp_path / "store"

    def held() -> bool:
        return any(SHOP.encode() in path.read_bytes() for path in files.iterdir())

    assert held()
    now[0] += 1.9 * DAY
    service.checks.forget_old()
    assert held()
    assert client.get(done["links"]["self"]).status_code == 200
    now[0] += 0.2 * DAY
    service.checks.forget_old()
    assert not held()
    assert client.get(done["links"]["self"]).status_code == 404
    assert service.checks.load["remembered"] == 0


def test_an_answer_is_there_again_after_a_restart_for_hosts_only(
    make_app: MakeApp, tmp_path: Path
) -> None:
    first = make_app(store=True)
    whole, path = f"http://{SHOP}/", f"http://{SHOP}/{MARK}"
    for url in (whole, path):
        answer(first.test_client(), url)
    first.extensions["rxlens"].close()
    client = make_app(store=True).test_client()
    again = client.post(CHECKS, json={"url": whole})
    assert again.status_code == 200
    kept = body_of(client.get(body_of(again)["links"]["self"]))
    assert kept["report"]["verdict"]["level"] == "high_risk"
    assert client.get(kept["links"]["page"]).status_code == 200
    assert client.post(CHECKS, json={"url": path}).status_code == 202


def test_no_list_of_what_was_asked_is_shown(make_app: MakeApp) -> None:
    app = make_app(store=True)
    client = app.test_client()
    answer(client, f"http://{SHOP}/")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            assert SHOP not in client.get(rule.rule).text, rule.rule


def test_what_is_asked_is_forgotten_by_the_threads(make_app: MakeApp) -> None:
    app = make_app()
    answer(app.test_client(), f"http://{SHOP}/{MARK}")
    names = {thread.name for thread in threading.enumerate()}
    assert not any(MARK in name for name in names)
