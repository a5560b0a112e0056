"""A6 and L2: how often one client may ask, who that is, and what happens when there is no room."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from socket import socket

import pytest
from flask import Flask
from flask.testing import FlaskClient

from checker.net import Limits
from tests.loopback import Server, World
from tests.reports import ROGUE, report
from tests.web.asking import CHECKS, answer, ask
from tests.web.conftest import Canned, Lasting, MakeApp
from tests.web.servers import raw, serving
from web.engine import CheckerEngine, Engine, Reach
from web.rates import MOST_CLIENTS, Rate


def client_at(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.fixture
def limited(make_app: MakeApp) -> Flask:
    return make_app(by=Canned(report(ROGUE)), checks_per_minute=10, appeals_per_hour=5)


# One client


@pytest.mark.parametrize("way", ["api", "form", "mixed", "same address"])
def test_the_eleventh_check_in_a_minute(limited: Flask, way: str) -> None:
    client = client_at(limited, "198.51.100.7")
    statuses = []
    for n in range(11):
        host = "shop.com" if way == "same address" else f"shop{n}.com"
        if way == "form" or (way == "mixed" and n % 2):
            sent = client.post("/check", data={"url": host, "country": "GB"})
        else:
            sent = ask(client, host)
        statuses.append(sent.status_code)
    assert all(status < 400 for status in statuses[:10])
    assert statuses[10] == 429
    assert 1 <= int(sent.headers["Retry-After"]) <= 60
    assert ask(client_at(limited, "198.51.100.8"), "other.com").status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.{n}"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Real-IP": "203.0.113.{n}"},
        {"Forwarded": "for=203.0.113.{n}"},
        {"X-Client-IP": "203.0.113.{n}"},
        {"User-Agent": "agent {n}"},
        {"Host": "host{n}.example"},
    ],
)
def test_headers_do_not_make_another_client(limited: Flask, headers: dict[str, str]) -> None:
    client = client_at(limited, "198.51.100.7")
    for n in range(11):
        forged = {name: value.format(n=n) for name, value in headers.items()}
        sent = client.post(CHECKS, json={"url": f"shop{n}.com"}, headers=forged)
    assert sent.status_code == 429


@pytest.mark.parametrize(
    ("here", "forwarded", "same"),
    [
        # The proxy names each client: they are counted apart.
        ("10.0.0.1", ["198.51.100.{n}"], False),
        # What a client puts in front of the name that the proxy adds is not believed.
        ("10.0.0.1", ["203.0.113.{n}, 198.51.100.7"], True),
        ("10.0.0.1", ["203.0.113.{n}, 198.51.100.7, 10.0.0.2"], True),
        ("10.0.0.1", ["x{n}, 198.51.100.7"], True),
        ("10.0.0.1", ["nonsense {n}"], True),
        # Who is no proxy is not believed at all.
        ("198.51.100.7", ["203.0.113.{n}"], True),
    ],
)
def test_forwarded_names_are_believed_of_proxies_only(
    make_app: MakeApp, here: str, forwarded: list[str], same: bool
) -> None:
    app = make_app(by=Canned(report(ROGUE)), checks_per_minute=10, trusted_proxies=("10.0.0.0/8",))
    client = client_at(app, here)
    for n in range(11):
        headers = [("X-Forwarded-For", value.format(n=n)) for value in forwarded]
        sent = client.post(CHECKS, json={"url": f"shop{n}.com"}, headers=headers)
    assert (sent.status_code == 429) is same


def test_a_line_of_ipv6_is_one_client(limited: Flask) -> None:
    for n in range(11):
        sent = ask(client_at(limited, f"2001:db8:1:2::{n + 1}"), f"shop{n}.com")
    assert sent.status_code == 429
    assert ask(client_at(limited, "2001:db8:1:3::1"), "shop.com").status_code == 202


def test_a_batch_counts_once(limited: Flask) -> None:
    client = client_at(limited, "198.51.100.7")
    urls = [f"shop{n}.com" for n in range(100)]
    statuses = [client.post("/api/v1/batch", json={"urls": urls}).status_code for _ in range(11)]
    assert statuses == [202] * 10 + [429]


def test_asking_for_results_is_not_counted(limited: Flask) -> None:
    client = client_at(limited, "198.51.100.7")
    place = answer(client, "shop.com")["links"]["self"]
    assert {client.get(place).status_code for _ in range(50)} == {200}


def test_a_flood_of_appeals(limited: Flask) -> None:
    """F3."""
    client = client_at(limited, "198.51.100.7")
    fields = {"url": "shop.com", "text": "This is wrong."}
    statuses = [client.post("/api/v1/appeals", json=fields).status_code for _ in range(7)]
    assert statuses[5:] == [429, 429]
    assert client.post("/appeal/new", data=fields).status_code == 429


def test_the_window_slides() -> None:
    now = [0.0]
    rate = Rate(2, 60, clock=lambda: now[0])
    assert [rate.wait("1.1.1.1"), rate.wait("1.1.1.1"), rate.wait("1.1.1.1")] == [0, 0, 60]
    now[0] = 59.5
    assert rate.wait("1.1.1.1") == 1
    now[0] = 60
    assert rate.wait("1.1.1.1") == 0
    assert rate.wait("::ffff:1.1.1.1") == 0, "the same address in another form, now twice"
    assert rate.wait("1.1.1.1") > 0


def test_few_clients_are_remembered() -> None:
    rate = Rate(1, 60, clock=lambda: 0.0)
    for n in range(MOST_CLIENTS + 100):
        rate.wait(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(rate._seen) == MOST_CLIENTS


# No room


@pytest.fixture
def stalled() -> Iterator[Engine]:
    """An engine whose every visit meets a server that takes the request and says nothing."""
    release = threading.Event()

    def silent(connection: socket) -> None:
        connection.recv(1000)
        release.wait(20)

    with Server(silent) as server:
        world = World(default=["93.184.215.99"])
        world.serve("93.184.215.99", http=server, https=server)
        limits = Limits(connect=3, first_byte=4, total=5, gather=5)
        made = CheckerEngine(Reach(network=world.network), limits=limits, readers=1)
        made.warm_up()
        yield Lasting(made)
        release.set()
        made.close()


def test_stalled_hosts_hold_up_nobody(make_app: MakeApp, stalled: Engine) -> None:
    """L2: fifty checks of stalled hosts at once; who asks for what is known is answered soon, who
    asks for more is told so soon."""
    app = make_app(by=stalled)
    service = app.extensions["rxlens"]
    service.checks._engine = Canned(report(ROGUE))
    known = answer(app.test_client(), "known.com")["links"]
    service.checks._engine = stalled
    with serving(app) as port:
        statuses: list[int] = []
        refusals: list[float] = []

        def ask_one(n: int) -> None:
            begun = time.perf_counter()
            found = raw(port, question(f"http://stalled{n}.com/"))
            statuses.append(int(found[9:12]))
            if statuses[-1] == 503:
                refusals.append(time.perf_counter() - begun)
                assert b"\r\nRetry-After: " in found

        askers = [threading.Thread(target=ask_one, args=(n,)) for n in range(50)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        times = []
        for _ in range(40):
            begun = time.perf_counter()
            found = raw(port, f"GET {known['self']} HTTP/1.0\r\n\r\n".encode())
            times.append(time.perf_counter() - begun)
            assert found.startswith(b"HTTP/1.0 200")
        assert service.checks.load["running"] > 0, "they are still stalled"
    assert statuses.count(202) == 24  # eight under way and sixteen waiting
    assert statuses.count(503) == 26
    assert sorted(times)[int(0.95 * len(times))] <= 0.2
    assert sorted(refusals)[len(refusals) // 2] <= 0.2


def question(url: str) -> bytes:
    body = json.dumps({"url": url}).encode()
    return (
        b"POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Connection: close\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )


def test_batches_leave_room_for_single_questions(make_app: MakeApp, world: World) -> None:
    """A single question overtakes what a batch has waiting."""
    gate = threading.Event()

    class Gated(Canned):
        def steps(self, question: object) -> object:  # type: ignore[override]
            if "bulk" in question.address:  # type: ignore[attr-defined]
                gate.wait(10)
            return iter([self.report])

    app = make_app(by=Gated(report(ROGUE)), checks_at_once=2)
    client = app.test_client()
    client.post("/api/v1/batch", json={"urls": [f"bulk{n}.com" for n in range(20)]})
    begun = time.monotonic()
    assert answer(client, "single.com")["state"] == "done"
    assert time.monotonic() - begun < 2
    gate.set()


def test_what_is_remembered_has_a_bound(make_app: MakeApp) -> None:
    app = make_app(by=Canned(report(ROGUE)), memory_mib=1)
    client = app.test_client()
    checks = app.extensions["rxlens"].checks
    for n in range(150):
        answer(client, f"shop{n}.com")
    packed = sum(check.room for check in checks._checks.values())
    assert packed <= 2**20
    assert checks.load["remembered"] < 150 or packed < 2**20
    assert set(checks._by_key.values()) <= set(checks._checks)


def test_answers_that_are_long(make_app: MakeApp) -> None:
    """Bodies past what the server holds in memory would go to a temporary file; none does."""
    app = make_app(by=Canned(report(ROGUE)))
    with serving(app) as port:
        body = json.dumps({"url": "shop.com", "page": "x" * 2_000_000}).encode()
        head = (
            "POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made = raw(port, head.encode() + body)
        assert made.startswith(b"HTTP/1.1 202")
        assert body_of_raw(made)["seen_by_client"]


def body_of_raw(found: bytes) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(found.partition(b"\r\n\r\n")[2])
    return loaded
