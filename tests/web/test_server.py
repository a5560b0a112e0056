"""The real server: requests that are none, slow clients, and hostile rows on the wire."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.reports import ROGUE, report
from tests.timing import within
from tests.web.conftest import Canned, MakeApp
from tests.web.hostile_rows import rows
from tests.web.servers import raw, serving

CLOSE = b"Connection: close\r\n"


@pytest.fixture
def port(make_app: MakeApp) -> Iterator[int]:
    with serving(make_app(by=Canned(report(ROGUE)))) as found:
        yield found


def status(answer: bytes) -> int:
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.") else 0


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0bchunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
        b"GET http://127.0.0.1:22/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"G\x00T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
        b"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"nonsense\r\n\r\n",
    ],
)
def test_requests_that_are_none(port: int, request_: bytes) -> None:
    begun = time.perf_counter()
    answer = raw(port, request_ + b"\r\n", seconds=2)
    assert time.perf_counter() - begun < 3
    assert status(answer) in (0, 400, 404, 413, 414, 431), answer[:200]
    assert b"Traceback" not in answer
    if status(answer) not in (0, 404):
        assert b"Content-Security-Policy: default-src 'none'" in answer
        assert b"X-Content-Type-Options: nosniff" in answer
        assert b"aaaa" not in answer
    assert status(raw(port, b"GET /api/v1/health HTTP/1.0\r\n\r\n")) == 200


def test_a_smuggled_request_is_not_answered(port: int) -> None:
    inner = b"GET /api/v1/metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = raw(
        port,
        b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\n" + inner,
        seconds=2,
    )
    assert answer.count(b"HTTP/1.") <= 2
    assert b"rxlens_checks" not in answer


def test_hostile_lines_and_headers_on_the_wire(port: int, fixtures_dir: Path) -> None:
    for row in rows(fixtures_dir, "request_line", "request_header"):
        text = row.text.encode("utf-8", "replace")
        if row.context == "request_line":
            line, header = text.partition(b" (no")[0] + b" HTTP/1.1\r\n", b""
        else:
            line, header = b"GET / HTTP/1.1\r\n", text + b"\r\n"
        host = b"" if header.lower().startswith(b"host:") else b"Host: localhost\r\n"
        sent = line + host + header + CLOSE + b"\r\n"
        answer = within(1, partial(raw, port, sent, seconds=2), row.id)
        assert 200 <= status(answer) < 500, (row.id, answer[:100])
        assert b"Traceback" not in answer
        if row.expected == "refuse_4xx" and row.context == "request_line":
            assert status(answer) >= 400, (row.id, row.text)


def test_hostile_questions_on_the_wire(port: int, fixtures_dir: Path) -> None:
    for row in rows(fixtures_dir, "json_body"):
        body = row.text.encode("utf-8", "replace")
        head = (
            "POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        answer = raw(port, head.encode() + body)
        assert status(answer) < 500, row.id
        if row.expected == "refuse_4xx":
            assert status(answer) >= 400, row.id


def test_slow_clients_hold_no_thread(port: int) -> None:
    """More silent connections than threads, and the next client is answered at once."""
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
    for connection in silent:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    asked = b"GET /api/v1/health HTTP/1.0\r\n\r\n"
    assert status(within(1, lambda: raw(port, asked))) == 200
    for connection in silent:
        connection.close()


def test_events_are_not_held_back(port: int) -> None:
    body = json.dumps({"url": "shop.com"}).encode()
    head = (
        "POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    made = raw(port, head.encode() + body)
    check = json.loads(made.partition(b"\r\n\r\n")[2])["id"]
    stream = raw(port, f"GET /api/v1/checks/{check}/events HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert b"event: done" in stream
    assert b"text/event-stream" in stream


def test_streams_are_few(make_app: MakeApp) -> None:
    """Further readers are told to poll, so that open streams never take all threads."""
    app = make_app(by=Canned(report(ROGUE)), streams=0)
    client = app.test_client()
    check = json.loads(client.post("/api/v1/checks", json={"url": "shop.com"}).data)["id"]
    refused = client.get(f"/api/v1/checks/{check}/events")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "2"
