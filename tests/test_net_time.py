"""H1, time: servers that stall, dribble and never end; every visit ends by its own clock.

The fast group shortens all deadlines; the slow one keeps the real ones.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, Network, fetch
from checker.net.resolver import Resolver
from tests.loopback import Handler, Server, World, read_request

SHORT = Limits(connect=0.3, tls=0.3, first_byte=0.4, idle=0.3, total=0.9)
REAL = Limits()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def repeats(piece: bytes, pause: float, *first: bytes, ask: bool = True) -> Handler:
    """Sends ``first``, then ``piece`` over and over with a pause, for as long as anyone listens."""

    def handle(connection: socket.socket) -> None:
        if ask:
            read_request(connection)
        for part in first:
            connection.sendall(part)
        for _ in range(100_000):
            connection.sendall(piece)
            time.sleep(pause)

    return handle


def falls_silent(*parts: bytes, ask: bool = True) -> Handler:
    def handle(connection: socket.socket) -> None:
        if ask:
            read_request(connection)
        for part in parts:
            connection.sendall(part)
        while connection.recv(65536):
            pass  # Until the visitor gives up.

    return handle


@dataclass(frozen=True, kw_only=True)
class Case:
    """A slow server: how it is built, whose clock ends the visit, and what is reported."""

    handle: Callable[[Limits], Handler]
    clock: str
    reason: MissingReason | None
    """None: what came is kept, and marked as cut."""
    scheme: str = "http"


CASES = {
    "tls_stall": Case(
        handle=lambda _: falls_silent(ask=False),
        clock="tls",
        reason=MissingReason.TLS_TIMEOUT,
        scheme="https",
    ),
    "tls_dribble": Case(
        # A handshake record of 16 kB, one byte at a time.
        handle=lambda limits: repeats(b"\0", limits.tls / 5, b"\x16\x03\x03\x3f\xff", ask=False),
        clock="tls",
        reason=MissingReason.TLS_TIMEOUT,
        scheme="https",
    ),
    "no_first_byte": Case(
        handle=lambda _: falls_silent(), clock="first_byte", reason=MissingReason.TIMEOUT
    ),
    "slow_headers": Case(
        handle=lambda limits: repeats(b"x", limits.idle / 3, b"HTTP/1.1 200 OK\r\nA: "),
        clock="total",
        reason=MissingReason.TIMEOUT,
    ),
    "slow_body_dribble": Case(
        handle=lambda limits: repeats(b"x", limits.idle / 3, HEAD + b"\r\n<html>"),
        clock="total",
        reason=None,
    ),
    "slow_after_half": Case(
        handle=lambda _: falls_silent(HEAD + b"Content-Length: 999\r\n\r\n<html>half"),
        clock="idle",
        reason=None,
    ),
    "slow_after_head": Case(
        handle=lambda _: falls_silent(HEAD + b"Content-Length: 999\r\n\r\n"),
        clock="idle",
        reason=MissingReason.TIMEOUT,
    ),
    "keepalive_hold": Case(
        handle=lambda _: falls_silent(HEAD + b"Content-Length: 6\r\n\r\n<html>"),
        clock="",
        reason=None,
    ),
}
WHOLE = {"keepalive_hold"}


@contextmanager
def shop(handle: Handler) -> Iterator[World]:
    with Server(handle) as server:
        world = World()
        world.add("shop.com", http=server, https=server)
        yield world


def check(case: str, limits: Limits) -> None:
    row = CASES[case]
    allowed = getattr(limits, row.clock) if row.clock else 0.0
    with shop(row.handle(limits)) as world:
        begun = time.monotonic()
        answer = fetch(f"{row.scheme}://shop.com/", world.network, limits)
        took = time.monotonic() - begun
    assert allowed - 0.05 <= took <= allowed + 0.4
    if row.reason is None:
        assert isinstance(answer, Response), answer
        assert answer.body.startswith(b"<html>")
        assert answer.truncated == (case not in WHOLE)
    else:
        assert isinstance(answer, Missing)
        assert answer.reason == row.reason
        assert answer.detail


@pytest.mark.parametrize("case", CASES)
def test_slow_servers(case: str) -> None:
    check(case, SHORT)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_slow_servers_with_real_deadlines(case: str) -> None:
    check(case, REAL)


def test_connect_blackhole() -> None:
    """A full backlog: the handshake of TCP itself is never answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        fillers = [socket.socket() for _ in range(4)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(full.getsockname())
            network = Network(
                resolve=lambda _: ["93.184.215.14", "93.184.215.15"],
                dial=lambda _, __, seconds: socket.create_connection(full.getsockname(), seconds),
            )
            begun = time.monotonic()
            answer = fetch("http://shop.com/", network, SHORT)
            took = time.monotonic() - begun
        finally:
            for filler in fillers:
                filler.close()
    assert isinstance(answer, Missing)
    assert (answer.reason, answer.detail) == (MissingReason.TIMEOUT, "no connection in time")
    assert took <= SHORT.connect + 0.2, "two addresses share one deadline"


def test_slow_dns() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        resolver = Resolver(["127.0.0.1"], port=deaf.getsockname()[1], seconds=0.4)
        begun = time.monotonic()
        answer = fetch("http://shop.com/", Network(resolve=resolver), SHORT)
        took = time.monotonic() - begun
    assert isinstance(answer, Missing)
    assert answer.reason == MissingReason.DNS_TIMEOUT
    assert took <= 0.8


@pytest.mark.parametrize(
    "handle",
    [
        repeats(b"4\r\nabcd\r\n", 0, HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        repeats(
            b"10000\r\n" + b"a" * 65536 + b"\r\n", 0, HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        ),
        repeats(b"a" * 65536, 0, HEAD + b"\r\n"),
    ],
    ids=["endless_small_chunks", "endless_chunked", "endless_identity"],
)
def test_endless_bodies_are_cut(handle: Handler) -> None:
    limits = Limits(total=3, body=20_000)
    with shop(handle) as world:
        begun = time.monotonic()
        answer = fetch("http://shop.com/", world.network, limits)
    assert isinstance(answer, Response), answer
    assert answer.truncated
    assert 0 < len(answer.body) <= limits.body
    assert time.monotonic() - begun <= limits.total + 0.3


def test_busy_server_is_asked_once_more() -> None:
    replies = [b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", HEAD + b"\r\n<html>back"]
    asked: list[float] = []

    def handle(connection: socket.socket) -> None:
        read_request(connection)
        asked.append(time.monotonic())
        connection.sendall(replies[min(len(asked), 2) - 1])

    with shop(handle) as world:
        answer = fetch("http://shop.com/", world.network, Limits(retry_after=0.2))
    assert isinstance(answer, Response)
    assert answer.body == b"<html>back"
    assert asked[1] - asked[0] >= 0.2
    assert len(world.lookups) == 1


@pytest.mark.parametrize(("status", "asked"), [(503, 2), (500, 1), (403, 1), (429, 1)])
def test_only_a_busy_server_is_asked_again(status: int, asked: int) -> None:
    handle = falls_silent(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
    with shop(handle) as world:
        answer = fetch("http://shop.com/", world.network, Limits(retry_after=0.05))
    assert isinstance(answer, Missing)
    assert answer.hops[-1].status == status
    assert len(world.dials) == asked
