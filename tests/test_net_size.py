"""H1 and H3, size: bombs, lies about lengths, floods of header fields."""

from __future__ import annotations

import gzip
import io
import resource
import socket
import time
import zlib
from collections.abc import Callable

import pytest

from checker.evidence import Missing, MissingReason, Response
from checker.net import Limits, fetch
from tests.loopback import Handler, Server, World, read_request, sends

MIB = 1024 * 1024
LIMITS = Limits(total=5)
HTML = b"<html>" + b"<p>Sixty tablets, one a day.</p>" * 40
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def visit(handle: Handler, limits: Limits = LIMITS) -> Response | Missing:
    with Server(handle) as server:
        world = World()
        world.add("shop.com", http=server)
        return fetch("http://shop.com/", world.network, limits)


def coded(coding: str, body: bytes) -> bytes:
    return HEAD + f"Content-Encoding: {coding}\r\n\r\n".encode() + body


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as file:
        for _ in range(size // MIB):
            file.write(b"\0" * MIB)
    return out.getvalue()


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


@pytest.mark.parametrize(
    ("answer", "body", "truncated"),
    [
        (HEAD + b"\r\n" + HTML, HTML, False),
        (coded("gzip", gzip.compress(HTML)), HTML, False),
        (coded("x-gzip", gzip.compress(HTML)), HTML, False),
        (coded("GZIP", gzip.compress(HTML)), HTML, False),
        (coded("identity", HTML), HTML, False),
        (coded("deflate", zlib.compress(HTML)), HTML, False),
        (coded("deflate", raw_deflate(HTML)), HTML, False),
        # Junk behind the end of the compressed page is not read.
        (coded("gzip", gzip.compress(HTML) + b"x" * 100_000), HTML, False),
        (coded("gzip", gzip.compress(HTML)[:-9]), HTML, True),
        # A length that is too short cuts the page, one that is too long marks it.
        (HEAD + b"Content-Length: 10\r\n\r\n" + HTML * 100, HTML[:10], False),
        (HEAD + b"Content-Length: 10000000000000\r\n\r\n" + HTML, HTML, True),
        (HEAD + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\n" + HTML, HTML[:6], False),
    ],
    ids=lambda value: None if isinstance(value, bool) else str(len(value)),
)
def test_bodies(answer: bytes, body: bytes, truncated: bool) -> None:
    seen = visit(sends(answer))
    assert isinstance(seen, Response), seen
    assert (seen.body, seen.truncated) == (body, truncated)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (coded("gzip, gzip", gzip.compress(gzip.compress(HTML))), MissingReason.UNREADABLE),
        (coded("br", b"\x8b\x00\x80\x03"), MissingReason.UNREADABLE),
        (coded("zstd", b"\x28\xb5\x2f\xfd"), MissingReason.UNREADABLE),
        (coded("<b>x", b"x"), MissingReason.UNREADABLE),
        (coded("gzip", HTML), MissingReason.UNREADABLE),
        (coded("deflate", b"\xff" * 100), MissingReason.UNREADABLE),
        (coded("gzip", b""), MissingReason.EMPTY),
        (HEAD + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\n" + HTML, MissingReason.PROTOCOL),
        (HEAD + b"Content-Length: -1\r\n\r\n" + HTML, MissingReason.PROTOCOL),
        (HEAD + b"A: " + b"x" * (10 * MIB) + b"\r\n\r\n" + HTML, MissingReason.PROTOCOL),
        (HEAD + b"A: b\r\n" * 10_000 + b"\r\n" + HTML, MissingReason.PROTOCOL),
        (HEAD + b"Set-Cookie: a=b\r\n" * 5_000 + b"\r\n" + HTML, MissingReason.PROTOCOL),
        (b"HTTP/1.1 103 Early\r\n\r\n" * 1000 + HEAD + b"\r\n" + HTML, MissingReason.PROTOCOL),
        (HEAD + b"Content-Length: 0\r\n\r\n", MissingReason.EMPTY),
    ],
    ids=[
        *("gzip_nested", "brotli", "zstd", "odd_coding", "gzip_lie", "deflate_lie", "gzip_nothing"),
        *("content_length_two", "content_length_negative", "huge_header", "many_headers"),
        *("many_set_cookie", "many_1xx", "empty"),
    ],
)
def test_answers_that_are_no_page(answer: bytes, reason: MissingReason) -> None:
    seen = visit(sends(answer))
    assert isinstance(seen, Missing)
    assert seen.reason == reason
    assert seen.detail.isascii()
    assert "<" not in seen.detail


@pytest.mark.parametrize(
    ("fields", "read"), [(97, True), (98, True), (100, False)], ids=["97", "98", "100"]
)
def test_field_limit(fields: int, read: bool) -> None:
    # With the content type and the length there are two more.
    answer = HEAD + b"A: b\r\n" * fields + b"Content-Length: 6\r\n\r\n<html>"
    assert isinstance(visit(sends(answer)), Response) == read


@pytest.mark.parametrize(("size", "read"), [(60_000, True), (66_000, False)])
def test_head_limit(size: int, read: bool) -> None:
    answer = HEAD + b"A: " + b"x" * size + b"\r\n\r\n<html>"
    assert isinstance(visit(sends(answer)), Response) == read


@pytest.mark.parametrize(("interim", "read"), [(20, True), (21, False)])
def test_interim_limit(interim: int, read: bool) -> None:
    answer = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * interim + HEAD + b"\r\n<html>"
    assert isinstance(visit(sends(answer)), Response) == read


@pytest.mark.parametrize(
    ("answer", "wire"),
    [
        (HEAD + b"\r\n" + b"<p>" * (7 * MIB), 2 * MIB),
        (HEAD + b"Content-Length: 20971520\r\n\r\n" + b"<p>" * (7 * MIB), 2 * MIB),
        (coded("gzip", bomb(210 * MIB)), 210 * 1024),
        (coded("deflate", raw_deflate(b"\0" * (50 * MIB))), 60 * 1024),
        (coded("deflate", zlib.compress(b"\0" * (50 * MIB))), 60 * 1024),
    ],
    ids=["big_html_20MB", "big_declared", "gzip_bomb", "deflate_raw_bomb", "deflate_bomb"],
)
def test_large_pages_are_cut_and_say_so(answer: bytes, wire: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = visit(sends(answer))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert isinstance(seen, Response), seen
    assert seen.truncated
    assert len(seen.body) <= 2 * MIB
    assert seen.wire_bytes <= wire
    assert grown <= 32 * 1024, "kilobytes"


def test_honest_compression_up_to_the_limit() -> None:
    page = b"".join(b"<p>tablet %d</p>" % i for i in range(100_000))[: 2 * MIB]
    seen = visit(sends(coded("gzip", gzip.compress(page))))
    assert isinstance(seen, Response)
    assert (len(seen.body), seen.truncated) == (len(page), False)


@pytest.mark.parametrize("offered", [b"br", b"zstd"])
def test_codings_that_cannot_be_bounded_are_not_offered(offered: bytes) -> None:
    requests: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        requests.append(read_request(connection))
        connection.sendall(HEAD + b"\r\n<html>")

    visit(handle)
    fields = [line for line in requests[0].lower().split(b"\r\n") if b"accept-encoding" in line]
    assert fields == [b"accept-encoding: gzip, deflate"]
    assert offered not in fields[0]


def chunked(*parts: bytes) -> Handler:
    return sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *parts)


def in_two(first: bytes, rest: bytes) -> Handler:
    """The size of the first chunk in another packet than the head, or in two."""

    def handle(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        read_request(connection)
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + first)
        time.sleep(0.05)
        connection.sendall(rest)

    return handle


@pytest.mark.parametrize(
    ("make", "read"),
    [
        (lambda: chunked(b"6\r\n<html>\r\n0\r\n\r\n"), True),
        (lambda: chunked(b"6;a=b\r\n<html>\r\n0\r\nX: y\r\n\r\n"), True),
        (lambda: chunked(b"6;" + b"x" * MIB + b"\r\n<html>\r\n0\r\n\r\n"), False),
        (lambda: chunked(b"-1\r\n<html>\r\n0\r\n\r\n"), False),
        (lambda: chunked(b"ffffffffffffffff\r\n<html>"), False),
        (lambda: in_two(b"ffff", b"ffffffffffff\r\n<html>"), False),
        (lambda: in_two(b"", b"6\r\n<html>\r\n0\r\n\r\n"), True),
        (lambda: chunked(b"zz\r\n<html>"), False),
    ],
    ids=["plain", "extension", "chunk_ext", "negative", "giant", "giant_late", "late", "no_number"],
)
def test_chunks(make: Callable[[], Handler], read: bool) -> None:
    seen = visit(make())
    assert isinstance(seen, Response) == read, seen
    if isinstance(seen, Missing):
        assert seen.reason == MissingReason.PROTOCOL


def test_trailer_bomb_is_cut() -> None:
    seen = visit(chunked(b"6\r\n<html>\r\n0\r\n", b"X: y\r\n" * 100_000, b"\r\n"))
    assert isinstance(seen, Response)
    assert (seen.body, seen.truncated) == (b"<html>", True)
