"""Stands in for the service where a test must see each request or have it answered wrongly; serves odd pages, too."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.certificates import issue, server_context
from tests.extension.copies import KEY, envelope
from tests.extension.wire import Wire
from web.languages import in_language


@dataclass(slots=True, kw_only=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> dict[str, Any]:
        """The body read."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def whole(self) -> str:
        """All of it, to look for what must not stand there."""
        return json.dumps([self.path, self.headers, self.body])


@dataclass(slots=True, kw_only=True)
class StandIn:
    """What it is asked, and what it answers."""

    url: str = ""
    ports: tuple[int, int] = (0, 0)
    """Where it listens for http and for https."""
    asked: list[Asked] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)
    key: str = KEY.public
    list: Any = field(default_factory=envelope)
    status: int = 200
    pages: dict[str, str] = field(default_factory=dict)
    """HTML by host, for hosts led here."""

    def questions(self) -> list[Asked]:
        """All but what browsers ask by themselves before."""
        return [one for one in self.asked if one.method != "OPTIONS"]

    def answer(self, path: str, language: str) -> Any:
        """What is answered to an API request."""
        if path == "/api/v1/lists/key":
            return {"algorithm": "Ed25519", "key": self.key}
        if path == "/api/v1/lists/domains":
            return self.list
        check = {"id": "c1", "state": "done", "events": [], "links": {"page": "/checks/c1"}}
        report = in_language(self.report, language)
        return {**check, "report": report} if path.endswith("/c1") else check

    @contextmanager
    def serving(self, wire: Wire, host: str, page: str) -> Iterator[None]:
        """Serve ``page`` to a browser that asks for ``host``."""
        self.pages[host] = page
        for port, here in zip((80, 443), self.ports, strict=True):
            wire.lead(host, port, here)
        try:
            yield
        finally:
            for port in (80, 443):
                wire.unlead(host, port)


class _Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        stand_in: StandIn = self.server.stand_in  # type: ignore[attr-defined]
        host = self.headers.get("Host", "").partition(":")[0]
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size).decode()
        if host in stand_in.pages:
            self._send(stand_in.pages[host].encode(), "text/html; charset=utf-8", 200)
            return
        stand_in.asked.append(
            Asked(method=self.command, path=self.path, headers=dict(self.headers), body=body)
        )
        status = 200 if self.command == "OPTIONS" else stand_in.status
        parts = urlsplit(self.path)
        language = parse_qs(parts.query).get("lang", ["en"])[0]
        answer = json.dumps(stand_in.answer(parts.path, language)).encode()
        self._send(answer, "application/json", status, language)

    def _send(self, data: bytes, kind: str, status: int, language: str = "en") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Language", language)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "Content-Type")
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_OPTIONS = _answer  # noqa: N815 - the names http.server calls

    def log_message(self, *_: object) -> None:
        """Tests look at what was asked."""


def nobody() -> str:
    """The address of a service that is down."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers hang up in the middle of things."""


@contextmanager
def running_stand_in() -> Iterator[StandIn]:
    """A stand-in on loopback; ends with the block."""
    stand_in = StandIn()
    with ExitStack() as opened:
        plain, secured = (opened.enter_context(_Server(("127.0.0.1", 0), _Handler)) for _ in "12")
        directory = Path(opened.enter_context(TemporaryDirectory()))
        context = server_context(issue(None, ["any.example"]).write(directory / "any.pem"))
        secured.socket = context.wrap_socket(secured.socket, server_side=True)
        for server in (plain, secured):
            server.stand_in = stand_in  # type: ignore[attr-defined]
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            opened.callback(thread.join)
            opened.callback(server.shutdown)
        stand_in.ports = (plain.server_port, secured.server_port)
        stand_in.url = f"http://127.0.0.1:{plain.server_port}"
        yield stand_in
