"""H1, redirects and protocol: what a server may say, and what becomes of it."""

from __future__ import annotations

import socket
import struct
from collections.abc import Mapping

import pytest

from checker.evidence import Missing, MissingReason, Response
from checker.net import AGENT, Limits, fetch
from tests.loopback import Handler, Pages, Reply, Server, World, read_request, redirect, sends

LIMITS = Limits(first_byte=1, idle=0.5, total=3, retry_after=0.01)
HTML = b"<html>shop</html>"
OK = b"HTTP/1.1 200 OK\r\n"
TYPE = b"Content-Type: text/html\r\n"


def visit(
    handle: Handler, *names: str, url: str = "http://shop.com/"
) -> tuple[Response | Missing, World]:
    with Server(handle) as server:
        world = World()
        for name in ("shop.com", *names):
            world.add(name, http=server)
        return fetch(url, world.network, LIMITS), world


def missing(handle: Handler, *names: str) -> Missing:
    seen, _ = visit(handle, *names)
    assert isinstance(seen, Missing), seen
    return seen


def page(handle: Handler, *names: str) -> Response:
    seen, _ = visit(handle, *names)
    assert isinstance(seen, Response), seen
    return seen


CHAIN: Mapping[str, Reply] = {f"/{i}": redirect(f"/{i + 1}") for i in range(20)}


@pytest.mark.parametrize(
    ("replies", "detail", "hops"),
    [
        ({"/": redirect("/")}, "loop", 1),
        ({"/": redirect("#again")}, "loop", 1),
        ({"/": redirect("http://b.com/"), "b.com/": redirect("http://shop.com/")}, "loop", 2),
        ({"/": redirect("/0"), **CHAIN}, "more than 5 hops", 6),
        ({"/": redirect("/", status=307)}, "loop", 1),
        (
            {"/": Reply(status=302, headers=[("Location", "/"), ("Set-Cookie", "a=b")])},
            "loop",
            1,
        ),
        ({"/": redirect("/a" * 1500)}, "a location that cannot be read", 1),
        ({"/": redirect("http://shop.com/" + "a" * 3000)}, "length", 1),
        ({"/": redirect("http://[")}, "syntax", 1),
        ({"/": redirect("http:shop.com/x")}, "syntax", 1),
        ({"/": redirect("http://shop.com:8080/")}, "port", 1),
        ({"/": redirect("//user@shop.com/")}, "userinfo", 1),
        ({"/": redirect("//127.0.0.1/")}, "address", 1),
        ({"/": redirect("\\\\localhost\\")}, "internal_name", 1),
        ({"/": Reply(status=302)}, "status 302 without location", 1),
        (
            {"/": Reply(status=302, headers=[("Location", "/a"), ("Location", "/b")])},
            "two different locations",
            1,
        ),
        ({"/": redirect("/a", status=300)}, "status 300 is not followed", 1),
        ({"/": redirect("/a", status=304)}, "status 304 is not followed", 1),
    ],
)
def test_ways_that_are_not_followed(replies: Mapping[str, Reply], detail: str, hops: int) -> None:
    if "b.com/" in replies:
        replies = {"shop.com/": replies["/"], "b.com/": replies["b.com/"]}
    seen = missing(Pages(replies), "b.com")
    assert (seen.reason, seen.detail) == (MissingReason.REDIRECT, detail)
    assert len(seen.hops) == hops, "what was seen of the way is kept"
    assert seen.hops[0].url == "http://shop.com/"


def test_location_grows_until_it_is_too_long() -> None:
    def handle(connection: socket.socket) -> None:
        path = read_request(connection).split(b" ", 2)[1].decode()
        connection.sendall(redirect(path + "a" * 1000).raw())

    seen = missing(handle)
    assert seen.reason == MissingReason.REDIRECT
    assert len(seen.hops) == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_ways_that_are_followed(status: int) -> None:
    pages = Pages({"/": redirect("//www.shop.com/a%20b?c", status), "/a%20b?c": Reply(body=HTML)})
    seen = page(pages, "www.shop.com")
    assert [hop.host for hop in seen.hops] == ["shop.com", "www.shop.com"]
    assert [hop.status for hop in seen.hops] == [status, 200]
    assert seen.hops[0].location == seen.url == "http://www.shop.com/a%20b?c"
    assert seen.hops[1].location is None


def test_five_hops_are_followed() -> None:
    seen = page(Pages({"/": redirect("/16"), **CHAIN, "/20": Reply(body=HTML)}))
    assert len(seen.hops) == 6


def test_way_that_breaks_off_keeps_its_hops() -> None:
    seen = missing(Pages({"/": redirect("http://gone.com/")}))
    assert seen.reason == MissingReason.DNS
    assert [hop.location for hop in seen.hops] == ["http://gone.com/"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (204, MissingReason.EMPTY),
        (205, MissingReason.EMPTY),
        (206, MissingReason.HTTP_STATUS),
        (401, MissingReason.BLOCKED),
        (403, MissingReason.BLOCKED),
        (404, MissingReason.HTTP_STATUS),
        (429, MissingReason.BLOCKED),
        (451, MissingReason.HTTP_STATUS),
        (500, MissingReason.HTTP_STATUS),
        (503, MissingReason.HTTP_STATUS),
        (999, MissingReason.HTTP_STATUS),
    ],
)
def test_statuses(status: int, reason: MissingReason) -> None:
    seen = missing(sends(f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\n\r\n".encode()))
    assert (seen.reason, seen.detail) == (reason, f"status {status}")
    assert seen.hops[-1].status == status


@pytest.mark.parametrize(
    ("content_type", "body", "read"),
    [
        ("text/html", HTML, True),
        ("TEXT/HTML ; Charset=x", HTML, True),
        ("text/html;charset=utf-7", HTML, True),
        ("application/xhtml+xml", HTML, True),
        ("text/plain", HTML, True),
        ("text/xml", HTML, False),
        ("image/svg+xml", b"<svg>", False),
        ("application/pdf", b"%PDF", False),
        ("application/json", b"{}", False),
        (None, b" \n<!DOCTYPE html><p>", True),
        (None, b"<!-- x --><p>", True),
        (None, b"<Body>", True),
        (None, b"<bodyguard>", False),
        (None, b"\x89PNG", False),
        (None, b" " * 512 + b"<html>", False),
        ("html", HTML, True),
        ("", b"%PDF", False),
    ],
)
def test_content_types(content_type: str | None, body: bytes, read: bool) -> None:
    seen, _ = visit(Pages({}, otherwise=Reply(body=body, content_type=content_type)))
    assert isinstance(seen, Response) == read, seen
    if isinstance(seen, Missing):
        assert seen.reason == MissingReason.NOT_HTML


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>an answer of 1991</html>",
        b"",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 99 X\r\n\r\n",
        OK + TYPE + b"A: b\rc\r\n\r\n" + HTML,
        OK + TYPE + b"A\0: b\r\n\r\n" + HTML,
        OK + TYPE + b"no colon\r\n\r\n" + HTML,
        OK + TYPE + b"Transfer-Encoding: gzip\r\n\r\n" + HTML,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + b"\0" * 18,
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n",
        OK + TYPE + b"Content-Length: 10\r\n\r\n",
    ],
    ids=[
        *("http09", "silent", "no_status", "short_status", "bare_cr", "nul_name", "no_colon"),
        *("odd_transfer", "h2_preface", "h2_frames", "upgrade", "ssh", "early_close"),
    ],
)
def test_answers_that_are_not_http(answer: bytes) -> None:
    seen = missing(sends(answer))
    assert seen.reason == MissingReason.PROTOCOL
    assert seen.detail


@pytest.mark.parametrize(
    "extra",
    [
        b"A: b\r\n c\r\n",
        "Server: caf\xe9 \u20ac".encode("utf-8") + b"\r\n",
        b"Server: caf\xe9\r\n",
        b"",
    ],
    ids=["obs_fold", "utf8_header", "latin1_header", "plain"],
)
def test_odd_but_readable_heads(extra: bytes) -> None:
    seen = page(sends(OK + TYPE + extra + b"Content-Length: 17\r\n\r\n" + HTML))
    assert seen.body == HTML
    if b"caf" in extra:
        assert (seen.header("server") or "").startswith("café")


def test_smuggled_second_answer_is_ignored() -> None:
    first = OK + TYPE + b"Content-Length: 17\r\n\r\n" + HTML
    seen = page(sends(first + OK + TYPE + b"Content-Length: 5\r\n\r\nOTHER"))
    assert (seen.body, seen.truncated) == (HTML, False)


def test_reset_after_the_head() -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(OK + TYPE + b"Content-Length: 17\r\n\r\n")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    assert missing(handle).reason == MissingReason.PROTOCOL


def test_server_that_answers_before_it_is_asked() -> None:
    def handle(connection: socket.socket) -> None:
        connection.sendall(OK + TYPE + b"Content-Length: 17\r\n\r\n" + HTML)
        read_request(connection)

    assert page(handle).body == HTML


def test_nobody_listens() -> None:
    world = World()
    world.add("shop.com")
    seen = fetch("http://shop.com/", world.network, LIMITS)
    assert isinstance(seen, Missing)
    assert (seen.reason, seen.detail) == (MissingReason.CONNECT, "Connection refused")


def test_second_address_is_tried() -> None:
    with Server(Pages({}, otherwise=Reply())) as server:
        world = World()
        world.answer("shop.com", ["93.184.215.1", "93.184.215.2"])
        world.serve("93.184.215.2", http=server)
        assert isinstance(fetch("http://shop.com/", world.network, LIMITS), Response)
    assert [address for address, _ in world.dials] == ["93.184.215.1", "93.184.215.2"]


def test_only_headers_that_matter_are_kept() -> None:
    headers = [
        ("Set-Cookie", "id=1"),
        ("Server", "x" * 5000),
        ("Content-Language", "de"),
        ("Refresh", "0;url=http://127.0.0.1/"),
        ("X-Robots-Tag", "noindex"),
    ]
    seen = page(Pages({}, otherwise=Reply(headers=headers)))
    assert seen.header("set-cookie") is None
    assert seen.header("content-language") == "de"
    assert seen.header("refresh") == "0;url=http://127.0.0.1/"
    assert len(seen.header("server") or "") == 1000


def test_agent_says_who_asks() -> None:
    pages = Pages({}, otherwise=Reply())
    page(pages)
    assert f"User-Agent: {AGENT}".encode() in pages.requests[0]
    assert AGENT.startswith("RxLens/")
    assert "https://rxlens.example/about" in AGENT
