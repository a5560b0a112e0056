"""nginx and Caddy as `docs/deploy` sets them up, before the real service, over TLS, on loopback."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from checker.evidence import Event, Started
from checker.report import Report
from checker.target import Target
from tests.deploy.proxies import NAME, Answer, Proxy, asked, free_port, request, running
from tests.reports import ROGUE, report
from tests.web.servers import serving
from web import create_app
from web.engine import Question
from web.security import headers_for
from web.settings import Settings

CHECKS, TOKEN = "/api/v1/checks", "t" * 32
PER_MINUTE = 3
STEPS, PAUSE = 5, 0.4
"""Events of a check, and the seconds between them."""


class Slow:
    """Answers every question with the same report, in steps."""

    def __init__(self) -> None:
        self.report = report(ROGUE)

    def admit(self, target: Target) -> None:
        """Every address is let through."""

    def steps(self, question: Question) -> Iterator[Event | Report]:
        for _ in range(STEPS if "slow" in question.address else 0):
            yield Started(source="page")
            time.sleep(PAUSE)
        yield self.report

    is_ready = True

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """A proxy before a service that believes it, and is known by https."""
    settings = Settings(
        store=":none:",
        trusted_proxies=("127.0.0.1",),
        public_url=f"https://{NAME}",
        operator_token=TOKEN,
        checks_per_minute=PER_MINUTE,
        threads=16,
    )
    app = create_app(settings, engine=Slow())
    place = tmp_path_factory.mktemp(request.param)
    try:
        with serving(app) as port, running(request.param, port, place) as found:
            yield found
    finally:
        app.extensions["rxlens"].close()


def get(proxy: Proxy, path: str, client: str = "127.0.0.1", **headers: str) -> Answer:
    return asked(proxy.connect(client), request(path, None, **headers))


def check(proxy: Proxy, url: str, client: str, **headers: str) -> Answer:
    body = json.dumps({"url": url}).encode()
    return asked(proxy.connect(client), request(CHECKS, body, **headers))


# What comes through


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/static/css/rxlens.css", "/not-there"])
def test_answers_come_through_with_their_own_headers_once(proxy: Proxy, path: str) -> None:
    found = get(proxy, path)
    assert found.status == (404 if path == "/not-there" else 200)
    for name, value in headers_for(path):
        assert found.all(name) == [value], name
    assert found.all("Server") in ([], ["nginx"])
    assert len(found.all("X-Request-Id")) == 1


def test_events_are_not_held_back(proxy: Proxy) -> None:
    made = json.loads(check(proxy, "slow-events.com", "127.0.0.11").body)
    begun = time.monotonic()
    came = []
    with proxy.connect("127.0.0.11") as connection:
        connection.sendall(request(f"{CHECKS}/{made['id']}/events"))
        response = HTTPResponse(connection)
        response.begin()
        while line := response.readline():
            if line.startswith(b"event:"):
                came.append((line.split()[1].decode(), time.monotonic() - begun))
    kinds = [kind for kind, _ in came]
    assert kinds == ["started"] * STEPS + ["done"]
    assert came[0][1] < PAUSE
    # Held back, they would all come with the last one.
    assert came[-1][1] - came[1][1] > PAUSE * (STEPS - 2)


def test_an_open_stream_outlives_silence_of_seconds(proxy: Proxy) -> None:
    """The service tells that it waits every two seconds; nobody between ends the stream before."""
    made = json.loads(check(proxy, "slow-stream.com", "127.0.0.12").body)
    found = asked(proxy.connect("127.0.0.12"), request(f"{CHECKS}/{made['id']}/events"))
    assert found.status == 200
    assert b"event: done" in found.body


# Who asks


def test_each_client_has_limits_of_its_own(proxy: Proxy) -> None:
    first = [check(proxy, f"one-{n}.com", "127.0.0.2").status for n in range(PER_MINUTE + 1)]
    second = [check(proxy, f"two-{n}.com", "127.0.0.3").status for n in range(PER_MINUTE)]
    assert first == [202] * PER_MINUTE + [429] or set(first[:-1]) <= {200, 202}
    assert first[-1] == 429
    assert 429 not in second


@pytest.mark.parametrize(
    "name", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "X_Client_IP", "Via"]
)
def test_what_a_client_says_of_itself_is_not_believed(proxy: Proxy, name: str) -> None:
    client = f"127.0.1.{sum(name.encode()) % 200}"
    said = [f"203.0.113.{n}" if name != "Forwarded" else f"for=203.0.113.{n}" for n in range(9)]
    statuses = [
        check(proxy, f"{name.lower().replace('_', '-')}{n}.com", client, **{name: value}).status
        for n, value in enumerate(said)
    ]
    assert statuses.count(429) == len(said) - PER_MINUTE


def test_a_client_cannot_pass_for_the_proxy_itself(proxy: Proxy) -> None:
    """Nor open what is for programs on this computer."""
    for headers in ({"X_Forwarded_For": "127.0.0.1"}, {"X_Forwarded_Proto": "https"}, {}):
        found = json.loads(get(proxy, "/api/v1/health", **headers).body)
        assert "store" not in found


@pytest.mark.parametrize("path", ["/api/v1/metrics", "/api/v1/metrics?x", "/api/v1/./metrics"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {TOKEN}"}])
def test_metrics_are_not_asked_for_from_outside(
    proxy: Proxy, path: str, headers: dict[str, str]
) -> None:
    found = get(proxy, path, **headers)
    assert found.status in (403, 404)
    assert b"rxlens_" not in found.body


def test_a_form_of_our_own_page_is_taken_and_a_foreign_one_is_not(proxy: Proxy) -> None:
    for origin, status in ((f"https://{NAME}", (200, 303)), ("https://evil.example", (403,))):
        body = b"url=form-shop.com&country=GB"
        sent = request("/check", body, Origin=origin).replace(
            b"application/json", b"application/x-www-form-urlencoded"
        )
        assert asked(proxy.connect("127.0.0.21"), sent).status in status, origin


# What is refused


def test_plain_http_is_sent_to_https(proxy: Proxy) -> None:
    plain = socket.create_connection(("127.0.0.1", proxy.http), 20)
    found = asked(plain, request("/about?x=1"))
    assert found.status == 308
    (place,) = found.all("Location")
    assert place == f"https://{NAME}/about?x=1"


def test_plain_http_for_another_name_leads_to_no_other(proxy: Proxy) -> None:
    plain = socket.create_connection(("127.0.0.1", proxy.http), 20)
    found = asked(plain, request("/").replace(NAME.encode(), b"evil.test"))
    assert not any("evil.test" in place for place in found.all("Location"))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_encryption_is_refused(proxy: Proxy, version: ssl.TLSVersion) -> None:
    old = ssl.create_default_context()
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = version
    old.set_ciphers("ALL:@SECLEVEL=0")
    with (
        pytest.raises((ssl.SSLError, ConnectionError)),
        socket.create_connection(("127.0.0.1", proxy.https), 20) as plain,
    ):
        old.wrap_socket(plain, server_hostname=NAME)


def test_other_names_get_no_certificate_and_no_answer(proxy: Proxy) -> None:
    careless = ssl.create_default_context()
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    with (
        pytest.raises((ssl.SSLError, ConnectionError)),
        socket.create_connection(("127.0.0.1", proxy.https), 20) as plain,
    ):
        careless.wrap_socket(plain, server_hostname="other.example")


@pytest.mark.parametrize(
    ("mib", "statuses"), [(1.9, (200, 202)), (2.9, (413,)), (3.5, (413,)), (6, (413,))]
)
def test_large_bodies(proxy: Proxy, mib: float, statuses: tuple[int, ...]) -> None:
    """The service refuses what is over its limit, the proxy what is far over it."""
    body = json.dumps({"url": "large.com", "page": "x" * int(mib * 2**20)}).encode()
    found = asked(proxy.connect("127.0.0.31"), request(CHECKS, body))
    assert found.status in statuses
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security"):
        assert len(found.all(name)) == 1, name


def test_nothing_that_was_sent_is_written_to_a_file(proxy: Proxy) -> None:
    before = {path: path.stat().st_mtime_ns for path in proxy.place.rglob("*") if path.is_dir()}
    body = json.dumps({"url": "spooled.com", "page": "x" * (1900 * 1024)}).encode()
    assert asked(proxy.connect("127.0.0.32"), request(CHECKS, body)).status in (200, 202)
    get(proxy, "/")
    after = {path: path.stat().st_mtime_ns for path in proxy.place.rglob("*") if path.is_dir()}
    assert after == before


# What may go wrong


def test_slow_clients_keep_nobody_waiting(proxy: Proxy) -> None:
    """Heads and bodies that come a byte at a time hold no thread of the service."""
    slow = []
    for n in range(40):
        connection = proxy.connect("127.0.0.41")
        head = request(CHECKS, b"{" + b" " * 1000)
        connection.sendall(head[: 60 if n % 2 else -500])
        slow.append(connection)
    begun = time.monotonic()
    assert get(proxy, "/api/v1/health").status == 200
    assert time.monotonic() - begun < 1
    for connection in slow:
        connection.close()


@pytest.mark.slow
def test_a_silent_client_is_let_go(proxy: Proxy) -> None:
    with proxy.connect("127.0.0.42") as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: rx")
        connection.settimeout(25)
        begun = time.monotonic()
        said = connection.recv(1000)
        assert not said or b" 408 " in said or b" 400 " in said
        assert time.monotonic() - begun < 15


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_a_service_that_is_away_is_told_in_one_sentence(kind: str, tmp_path: Path) -> None:
    with running(kind, free_port(), tmp_path) as proxy:
        found = get(proxy, "/checks/secret-of-a-check")
        assert found.status == 503
        assert found.all("Retry-After") == ["10"]
        assert found.all("Content-Security-Policy")
        assert b"started again" in found.body
        assert kind.encode() not in found.body
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"secret-of-a-check" not in written


def test_who_asked_is_in_no_file_of_the_proxy(proxy: Proxy) -> None:
    """After everything above when it comes last; by itself after one question of each kind."""
    get(proxy, "/checks/secret-of-a-check", "127.0.0.91", Referer="https://secret.example")
    check(proxy, "secret-shop.com", "127.0.0.91")
    with proxy.connect("127.0.0.91") as broken:
        broken.sendall(b"GET /secret-line\x00 HTTP/9.9\r\n\r\n")
        broken.settimeout(5)
        broken.recv(1000)
    large = json.dumps({"url": "secret-large.com", "page": "x" * 6 * 2**20}).encode()
    asked(proxy.connect("127.0.0.91"), request(CHECKS, large))
    written = b"".join(path.read_bytes() for path in proxy.place.rglob("*") if path.is_file())
    for mark in (b"secret-", b"secret.example", b"127.0.0.91", b'127.0.0.2"'):
        assert mark not in written
