"""S2, H1, H2, H6 through HTTP: hostile addresses and hostile servers asked about at the real service."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from socket import socket
from typing import Any

import pytest

from checker.net import Limits
from checker.urls import with_scheme
from tests.loopback import Oracle, Reply, Server, World, read_request
from tests.ssrf_rows import LATEST_PURE, forbidden, rows
from tests.web.asking import CHECKS, answer, body_of, finished
from tests.web.conftest import Lasting, MakeApp
from web.engine import CheckerEngine, Engine, Reach
from web.memory import few_heaps, give_back

MIB = 2**20
MOST_SECONDS = 20
LIMITS = Limits(connect=1, tls=1, first_byte=2, idle=1, total=4, gather=4)


# S2: addresses that must not be visited


def test_forbidden_addresses(make_app: MakeApp, world: World, fixtures_dir: Path) -> None:
    """Refused with a reason before anybody is asked where that is possible; never a server error."""
    client = make_app().test_client()
    world.lookups.clear()
    world.dials.clear()
    wrong = []
    with Oracle() as oracle:
        for row in rows(fixtures_dir):
            if row.expected != "block" or row.stage != LATEST_PURE:
                continue
            sent = client.post(
                CHECKS,
                data=json.dumps({"url": row.url}),
                content_type="application/json",
            )
            if sent.status_code >= 500:
                wrong.append((row.id, sent.status_code))
            elif sent.status_code >= 400:
                assert body_of(sent)["reason"], row.id
            elif ".onion" in row.url or ".i2p" in row.url:  # answered with advice, without a visit
                done = finished(client, body_of(sent)["id"])
                assert source(done, "page")["state"] == "not_asked"
            else:
                wrong.append((row.id, sent.status_code))
    assert wrong == []
    assert (world.lookups, world.dials, oracle.lookups) == ([], [], [])
    assert [place for place in oracle.connects if place[0] != "127.0.0.1"] == []


def source(done: dict[str, Any], name: str) -> dict[str, Any]:
    """What the coverage of a finished check says of one source."""
    found = {s["source"]: s for s in done["report"]["coverage"]["sources"]}
    return dict(found[name])


def test_allowed_addresses(make_app: MakeApp, fixtures_dir: Path) -> None:
    client = make_app().test_client()
    refused = []
    for row in rows(fixtures_dir):
        if row.expected == "allow" and not row.http:
            sent = client.post(
                CHECKS,
                data=json.dumps({"url": with_scheme(row.url)}),
                content_type="application/json",
            )
            if sent.status_code not in (200, 202, 503):
                refused.append((row.id, row.url, sent.status_code))
    assert refused == []


# H1, H2, H6: servers that mean harm


def bytes_after_head(*parts: bytes, pause: float = 0.0, times: int = 1) -> Callable[[socket], None]:
    """A handler that sends ``parts`` over and over."""

    def handle(connection: socket) -> None:
        read_request(connection)
        for _ in range(times):
            for part in parts:
                connection.sendall(part)
            time.sleep(pause)

    return handle


def page(body: bytes, *fields: tuple[str, str]) -> Callable[[socket], None]:
    return bytes_after_head(Reply(headers=fields, body=body).raw())


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
HOSTILE: dict[str, Callable[[socket], None]] = {
    "silence": bytes_after_head(pause=30),
    "hang up": lambda connection: connection.close(),
    "no http": bytes_after_head(b"\x16\x03\x01" * 1000),
    "dribbled head": bytes_after_head(b"H", pause=0.3, times=40),
    "dribbled body": bytes_after_head(HEAD + b"\r\n", b"<p>", pause=0.3, times=40),
    "endless body": bytes_after_head(HEAD + b"\r\n", *[b"<p>word " * 10_000] * 50, times=20),
    "endless chunks": bytes_after_head(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"8000\r\n" + b"x" * 0x8000 + b"\r\n"] * 500
    ),
    "endless head": bytes_after_head(HEAD, *[b"X: " + b"y" * 1000 + b"\r\n"] * 1000),
    "bomb": page(gzip.compress(b"<p>" * 70_000_000, 9), ("Content-Encoding", "gzip")),
    "bomb in bomb": page(
        gzip.compress(gzip.compress(b"0" * 50_000_000)), ("Content-Encoding", "gzip, gzip")
    ),
    "broken gzip": page(b"\x1f\x8b" + os.urandom(1000), ("Content-Encoding", "gzip")),
    "nested": page(b"<div>" * 400_000),
    "attributes": page(b"<p " + b" ".join(b"a%d=1" % n for n in range(150_000)) + b">x"),
    "one long tag": page(b"<" + b"a" * 1_500_000),
    "many links": page(b'<a href="/x">contact</a>' * 60_000),
    "many forms": page(b"<form><input><button>Buy Viagra</button></form>" * 30_000),
    "digits": page(b"<p>" + b"0123456789 " * 150_000),
    "json": page(b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>"),
    "binary": page(os.urandom(1_000_000), ("Content-Type", "text/html")),
    "redirects": bytes_after_head(
        b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
    ),
    "to loopback": bytes_after_head(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    ),
}


@pytest.fixture(scope="module")
def hostile_world() -> Iterator[tuple[World, Engine]]:
    few_heaps()
    world = World()
    servers = []
    for n, handle in enumerate(HOSTILE.values()):
        server = Server(handle)
        servers.append(server)
        world.add(f"hostile{n}.com", http=server)
    made = CheckerEngine(Reach(network=world.network), limits=LIMITS, readers=2)
    made.warm_up()
    yield world, Lasting(made)
    made.close()
    for server in servers:
        threading.Thread(target=server.close, daemon=True).start()


def resident() -> int:
    """Bytes of memory this process holds."""
    give_back()  # as the service does each minute
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_servers(make_app: MakeApp, hostile_world: tuple[World, Engine], name: str) -> None:
    number = list(HOSTILE).index(name)
    client = make_app(by=hostile_world[1]).test_client()
    before, begun = resident(), time.monotonic()
    done = answer(client, f"http://hostile{number}.com/")
    assert time.monotonic() - begun < MOST_SECONDS
    assert done["state"] == "done"
    assert done["level"] != "verified"
    assert client.get(done["links"]["page"]).status_code == 200
    assert client.get("/api/v1/health").status_code == 200
    # Servers of the test hold what they send in this very process.
    assert resident() - before <= 32 * MIB + (0 if number else 64 * MIB), name


def test_no_forbidden_place_was_dialled(hostile_world: tuple[World, Engine]) -> None:
    assert [dial for dial in hostile_world[0].dials if forbidden(dial[0])] == []


def handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize(
    ("before", "rounds"), [(5, 2), pytest.param(12, 48, marks=pytest.mark.slow)]
)
def test_nothing_piles_up(root: Path, before: int, rounds: int) -> None:
    """H2, H6: checks of hostile servers leave neither memory nor handles nor processes behind."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.soak", str(before), str(rounds)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60 + 10 * (before + rounds),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    base, after = json.loads(done.stdout)
    assert after["processes"] <= base["processes"]
    assert after["handles"] <= base["handles"]
    assert after["memory"] <= base["memory"] * 1.1
