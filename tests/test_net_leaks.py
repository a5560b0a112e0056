"""H6: after many hostile visits nothing is left open: no descriptor, no child."""

from __future__ import annotations

import os
import ssl
import time
from pathlib import Path

import pytest
import trustme

from checker.net import Limits, fetch
from tests.loopback import Handler, Server, World, sends
from tests.test_net_size import HEAD, bomb, coded
from tests.test_net_time import falls_silent, repeats

SHORT = Limits(connect=0.2, tls=0.05, first_byte=0.05, idle=0.05, total=0.2, retry_after=0.01)

HOSTILE: list[tuple[str, Handler]] = [
    ("http", falls_silent()),
    ("http", falls_silent(HEAD + b"\r\n<html>")),
    ("http", repeats(b"x", 0.01, HEAD + b"\r\n<html>")),
    ("http", repeats(b"4\r\nabcd\r\n", 0.001, HEAD + b"Transfer-Encoding: chunked\r\n\r\n")),
    ("http", sends(HEAD + b"A: b\r\n" * 500)),
    ("http", sends(coded("gzip", bomb(10 * 1024 * 1024)))),
    ("http", sends(coded("br", b"x"))),
    ("http", sends(b"HTTP/1.1 302 X\r\nLocation: /\r\n\r\n")),
    ("http", sends(b"HTTP/1.1 302 X\r\nLocation: http://127.0.0.1/\r\n\r\n")),
    ("http", sends(b"HTTP/1.1 503 X\r\n\r\n")),
    ("http", sends(b"nonsense")),
    ("https", falls_silent(ask=False)),
    ("https", sends(HEAD + b"\r\n<html>")),
    ("https", lambda connection: connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")),
]


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def children() -> list[str]:
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return task.read_text().split()


def visits(count: int) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("shop.com").configure_cert(context)
    servers = [Server(handle, context if scheme == "https" else None) for scheme, handle in HOSTILE]
    try:
        worlds = []
        for server in servers:
            world = World()
            world.add("shop.com", http=server, https=server)
            worlds.append(world)
        for (scheme, _), world in zip(HOSTILE, worlds, strict=True):
            fetch(f"{scheme}://shop.com/", world.network, SHORT)  # Loads what is loaded once.
        time.sleep(0.2)
        before = descriptors(), children()
        for number in range(count):
            scheme = HOSTILE[number % len(HOSTILE)][0]
            fetch(f"{scheme}://shop.com/", worlds[number % len(HOSTILE)].network, SHORT)
        settle(before[0])
        assert descriptors() <= before[0]
        assert children() == before[1]
    finally:
        for server in servers:
            server.close()


def settle(wanted: int) -> None:
    """The servers' own ends close a moment after ours."""
    patience = time.monotonic() + 3
    while descriptors() > wanted and time.monotonic() < patience:
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_nothing_is_left_open() -> None:
    visits(60)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_nothing_is_left_open_after_a_thousand() -> None:
    visits(1000)
