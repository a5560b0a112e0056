"""Limits that several processes count together in a real Redis, and each for itself when that is away."""

from __future__ import annotations

import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from checker.errors import InputRefused
from tests.browser.running import running
from tests.data_servers import RedisServer, redis_server_of_its_own
from tests.reports import ROGUE, report
from tests.web.asking import ask, body_of
from tests.web.conftest import Canned, MakeApp
from web.rates import REST_SECONDS, Rate, Shared, SharedRate
from web.settings import read_settings
from web.store import NotStored

HERE, THERE = "198.51.100.7", "198.51.100.8"


@pytest.fixture
def emptied(redis_server: RedisServer) -> Iterator[Redis]:
    """The server of all tests, without anything in it."""
    with Redis.from_url(redis_server.url) as client:
        client.flushall()
        yield client


@contextmanager
def sharing(
    url: str, secret: Callable[[], bytes] = lambda: b"key", rest: float = 0.1
) -> Iterator[Shared]:
    shared = Shared(url, secret, rest=rest)
    yield shared
    shared.close()


@pytest.fixture
def shared(redis_server: RedisServer, emptied: Redis) -> Iterator[Shared]:
    with sharing(redis_server.url) as made:
        yield made


def test_two_processes_count_together(redis_server: RedisServer, emptied: Redis) -> None:
    with sharing(redis_server.url) as one, sharing(redis_server.url) as other:
        rates = [SharedRate("checks", Rate(4, 60), each) for each in (one, other)]
        waits = [rates[n % 2].wait(HERE) for n in range(7)]
        assert waits[:4] == [0] * 4
        assert all(59 <= wait <= 60 for wait in waits[4:])
        assert rates[0].wait(THERE) == 0, "another client"
        assert SharedRate("appeals", Rate(4, 60), one).wait(HERE) == 0, "another limit"


def test_the_window_slides(shared: Shared) -> None:
    rate = SharedRate("checks", Rate(2, 0.6), shared)
    assert (rate.wait(HERE), rate.wait(HERE)) == (0, 0)
    time.sleep(0.3)
    assert [rate.wait(HERE) for _ in range(5)] == [1] * 5
    time.sleep(0.35)
    assert (rate.wait(HERE), rate.wait(HERE)) == (0, 0), "what was turned away was not counted"
    assert rate.wait(HERE) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HERE, HERE, True),
        (HERE, THERE, False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (HERE, f"::ffff:{HERE}", True),
        ("nonsense", "other nonsense", True),
    ],
)
def test_who_is_one_client(shared: Shared, one: str, other: str, same: bool) -> None:
    rate = SharedRate("checks", Rate(1, 60), shared)
    assert rate.wait(one) == 0
    assert (rate.wait(other) > 0) is same


def test_no_more_are_let_through_at_once(redis_server: RedisServer, emptied: Redis) -> None:
    with sharing(redis_server.url) as one, sharing(redis_server.url) as other:
        rates = [SharedRate("checks", Rate(10, 60), each) for each in (one, other)]
        with ThreadPoolExecutor(32) as threads:
            waits = list(threads.map(lambda n: rates[n % 2].wait(HERE), range(200)))
    assert waits.count(0) == 10


def test_no_limit(shared: Shared, emptied: Redis) -> None:
    assert {SharedRate("checks", Rate(0, 60), shared).wait(HERE) for _ in range(50)} == {0}
    assert emptied.keys() == []


def test_what_is_in_redis(redis_server: RedisServer, emptied: Redis) -> None:
    """A digest that only the key of the store leads to, for no longer than the window."""
    for key in (b"one", b"other"):
        with sharing(redis_server.url, lambda key=key: key) as shared:  # type: ignore[misc]
            SharedRate("checks", Rate(1, 60), shared).wait(HERE)
    names = emptied.keys()
    assert len(names) == 2
    assert all(58_000 <= emptied.pttl(name) <= 60_000 for name in names)
    assert not any(part in name for name in names for part in (HERE.encode(), b"c6336407"))


# Without it


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    with redis_server_of_its_own() as server:
        yield server


def test_a_server_that_ends_and_comes_back(
    own_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with sharing(own_server.url) as shared:
        rate = SharedRate("checks", Rate(2, 60), shared)
        assert rate.wait(HERE) == 0
        own_server.stop()
        with caplog.at_level(logging.WARNING):
            waits = []
            for _ in range(4):
                waits.append(rate.wait(HERE))
                time.sleep(0.11)  # Each time it is tried again.
        assert waits[:2] == [0, 0]
        assert all(waits[2:]), "the process counts for itself"
        assert shared.problem == "unavailable"
        assert [record.getMessage() for record in caplog.records] == [
            "limits are not shared, each process counts for itself: unavailable"
        ]
        own_server.start()
        time.sleep(0.15)
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            shared.look()
            assert rate.wait(HERE) == 0
        assert shared.problem == ""
        assert [record.getMessage() for record in caplog.records] == ["limits are shared again"]


def test_a_server_that_says_nothing(own_server: RedisServer) -> None:
    with sharing(own_server.url, rest=REST_SECONDS) as shared, own_server.frozen():
        rate = SharedRate("checks", Rate(100, 60), shared)
        begun = time.monotonic()
        assert {rate.wait(HERE) for _ in range(50)} == {0}
        assert time.monotonic() - begun < 1.5


def test_no_key(redis_server: RedisServer) -> None:
    """Digests without a secret could be turned back into addresses."""

    def none() -> bytes:
        raise NotStored("off")

    with sharing(redis_server.url, none) as shared:
        assert SharedRate("checks", Rate(1, 60), shared).wait(HERE) == 0
        assert shared.problem == "no_key"


def test_a_service_without_its_redis(make_app: MakeApp, own_server: RedisServer) -> None:
    app = make_app(by=Canned(report(ROGUE)), store=True, redis=own_server.url, checks_per_minute=3)
    client = app.test_client()
    assert ask(client, "shop0.com").status_code == 202
    assert watched(client) == ("", "1.0")
    own_server.stop()
    statuses = [ask(client, f"shop{n}.com").status_code for n in range(1, 6)]
    assert statuses == [202, 202, 202, 429, 429]
    assert watched(client) == ("unavailable", "0.0")


def watched(client) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    """What health and readiness say of limits, and the gauge."""
    health, ready = (body_of(client.get(f"/api/v1/{name}")) for name in ("health", "ready"))
    assert health["limits"] == ready["limits"]
    assert ready["store"] == {"cache": "", "kept": ""}
    (gauge,) = (
        line.split()[1]
        for line in client.get("/api/v1/metrics").text.splitlines()
        if line.startswith("rxlens_limits_shared ")
    )
    return health["limits"], gauge


@pytest.mark.parametrize("given", ["key", ""])
def test_services_share_their_limits(
    emptied: Redis, redis_server: RedisServer, tmp_path: Path, given: str
) -> None:
    """Two processes on one store, with a key from the settings or the store: the eleventh check of one client."""
    settings = {
        "store": str(tmp_path),
        "redis": redis_server.url,
        "checks_per_minute": "10",
        "client_key": given,
        "demo": "no",
    }
    with running(**settings) as one, running(**settings) as other:
        urls = [one.url, other.url]
        statuses = [status_of(urls[n % 2], f"http://192.0.2.{n}/") for n in range(12)]
    assert 429 not in statuses[:10]
    assert statuses[10:] == [429, 429]


def status_of(service: str, url: str) -> int:
    """How the service takes a question about an address that is never visited."""
    request = urllib.request.Request(
        f"{service}/api/v1/checks",
        json.dumps({"url": url}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("REDIS", "cache.example:6379"),
        ("REDIS", "http://127.0.0.1/"),
        ("REDIS", "redis://127.0.0.1:port/"),
        ("REDIS", "redis://[::1/"),
        ("DATABASE", "sqlite:///file"),
        ("DATABASE", "mysql://user@host/name"),
        ("DATABASE", "/var/lib/rxlens"),
    ],
)
def test_addresses_that_are_none(name: str, text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_settings({f"RXLENS_{name}": text})
    assert refused.value.reason == "setting"
    assert text not in refused.value.message.text(), "it may hold a password"
