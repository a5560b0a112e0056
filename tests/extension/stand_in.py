"""Stands in for the service where a test must see each request or have it answered wrongly; serves odd pages, too."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.extension.copies import KEY, envelope


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


@dataclass(slots=True, kw_only=True)
class StandIn:
    """What it is asked, and what it answers."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=lambda: {"lists": [], "key": KEY.public})
    list: Any = field(default_factory=envelope)
    status: int = 200
    pages: dict[str, str] = field(default_factory=dict)
    """HTML by host, for hosts led here."""

    def questions(self) -> list[Asked]:
        """All but what browsers ask by themselves before."""
        return [one for one in self.asked if one.method != "OPTIONS"]

    def answer(self, path: str) -> Any:
        """What is answered to an API request."""
        if path == "/api/v1/lists":
            return self.lists
        if path == "/api/v1/lists/domains":
            return self.list
        check = {"id": "c1", "state": "done", "events": [], "links": {"page": "/checks/c1"}}
        return {**check, "report": self.report} if path.endswith("/c1") else check


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
        self._send(json.dumps(stand_in.answer(self.path)).encode(), "application/json", status)

    def _send(self, data: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "Content-Type")
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_OPTIONS = _answer  # noqa: N815 - the names http.server calls

    def log_message(self, *_: object) -> None:
        """Tests look at what was asked."""


@contextmanager
def running_stand_in() -> Iterator[StandIn]:
    """A stand-in on loopback; ends with the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        stand_in = StandIn(url=f"http://127.0.0.1:{server.server_address[1]}")
        server.stand_in = stand_in  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield stand_in
        finally:
            server.shutdown()
            thread.join()
