"""The invented web on loopback: one HTTP and one HTTPS server for all hosts.

:meth:`DemoWeb.network` is what a check needs to visit it: exact names resolve to made-up public
addresses, which are dialled on loopback; the same guard judges every step.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from checker.demo.authority import ThrowAwayAuthority
from checker.demo.behind import DemoOriginData, registrations, zone_of
from checker.demo.family import DemoFamilies
from checker.demo.lists import AUTHORITY, demo_lists
from checker.demo.manifest import DemoHost, demo_checks, demo_hosts
from checker.demo.names import DemoCertificate, demo_names
from checker.demo.nameserver import NameServer
from checker.demo.pages import SITES, text_file
from checker.demo.registries import DemoRegistries
from checker.gather.confirm import ConfirmCache
from checker.gather.everything import Sources
from checker.gather.registration import Memory
from checker.net import Network

LOOPBACK = "127.0.0.1"
HTTP, HTTPS = 80, 443
_OWN, _FRONT = "93.184.215", "104.16.200"
"""The first three numbers of addresses, the second ones within the range of a known front."""

_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico")
_HTML = "text/html; charset=utf-8"
_SEARCH_ENGINES = ("www.google.com", "www.bing.com", "duckduckgo.com")


class DemoWeb:
    """The servers, while the ``with`` block lasts."""

    def __init__(self) -> None:
        self._closing = ExitStack()
        self._addresses = _addresses(demo_hosts())
        self._ports: dict[int, int] = {}
        self._authorities = ""
        self._names = NameServer(zone_of(self._addresses))
        self._registries = DemoRegistries(registrations(datetime.now(UTC).date()))
        self._families = DemoFamilies()

    def __enter__(self) -> DemoWeb:
        with self._closing:
            authority = ThrowAwayAuthority()
            self._closing.callback(authority.close)
            self._authorities = authority.pem_file
            self._closing.enter_context(self._names)
            self._closing.enter_context(self._registries)
            self._closing.callback(self._families.close)
            secure = {host.name: _certificate(host.name) for host in _secure_hosts()}
            self._ports[HTTP] = self._serve(None)
            self._ports[HTTPS] = self._serve(authority.server_context(secure))
            self._closing = self._closing.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    @property
    def http_port(self) -> int:
        """The loopback port behind every host's port 80."""
        return self._ports[HTTP]

    @property
    def https_port(self) -> int:
        """The loopback port behind every host's port 443."""
        return self._ports[HTTPS]

    @property
    def authority_file(self) -> str:
        """The certificate to trust, as a PEM file; gone when the servers stop."""
        return self._authorities

    def network(self) -> Network:
        """What a check may reach: these hosts, their name server and registries, nothing else."""
        resolver = self._names.resolver()
        hosts = Network(
            resolve=resolver,
            records=resolver.records,
            dial=self._dial,
            authorities=self._authorities,
            names=frozenset(self._addresses),
        )
        return self._registries.joined_to(hosts)

    def sources(self) -> Sources:
        """What a check uses beside the pages: everything invented, and memories of its own."""
        return Sources(
            origin=DemoOriginData(self._addresses),
            registries=self._registries.registries,
            memory=Memory(),
            lists=demo_lists,
            confirmed=ConfirmCache(),
            authorities=(AUTHORITY,),
            families=self._families.ask,
        )

    def _serve(self, context: ssl.SSLContext | None) -> int:
        server = _Server((LOOPBACK, 0), _Handler)
        if context is not None:
            # The handshake is left to the connection's own thread.
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self._closing.callback(thread.join)
        self._closing.callback(server.server_close)
        self._closing.callback(server.shutdown)
        return int(server.server_address[1])

    def _dial(self, address: str, port: int, timeout: float) -> socket.socket:
        host = next((name for name, its in self._addresses.items() if its == address), None)
        if host is None or port not in self._ports or (port == HTTPS and not _secure(host)):
            raise ConnectionRefusedError("no such server in the demonstration")
        return socket.create_connection((LOOPBACK, self._ports[port]), timeout)


def _secure(host: str) -> bool:
    return demo_hosts()[host].https


def _secure_hosts() -> list[DemoHost]:
    return [host for host in demo_hosts().values() if host.https]


def _certificate(host: str) -> DemoCertificate:
    behind = demo_names().get(host)
    return behind.certificate if behind else DemoCertificate()


def _addresses(hosts: Mapping[str, DemoHost]) -> Mapping[str, str]:
    """A public address for each host, since the guard refuses all others; never really dialled."""
    return {
        name: f"{_FRONT if _is_fronted(name) else _OWN}.{number}"
        for number, name in enumerate(hosts, start=1)
    }


def _is_fronted(host: str) -> bool:
    behind = demo_names().get(host)
    return bool(behind and behind.network and behind.network.front)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # Joined at the end, so that no connection outlives the servers.

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Checks hang up in the middle of things; that is no defect of the server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Demonstration"
    sys_version = ""
    timeout = 3

    def __init__(self, request: Any, client_address: Any, server: BaseServer) -> None:
        with suppress(OSError):
            super().__init__(request, client_address, server)

    def do_GET(self) -> None:
        host = demo_hosts().get(self._host())
        path = urlsplit(self.path).path
        if host is None:
            self._answer(200, _index())
        elif path.rstrip("/") in host.redirects:
            status, place = host.redirects[path.rstrip("/")]
            self._answer(status, "", location=place)
        elif host.status != HTTPStatus.OK:
            self._answer(host.status, host.pages[""])
        else:
            self._serve(host, path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self._answer(200, "<!DOCTYPE html><title>Invented</title><p>Nothing was sent or ordered.")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Who looks at what is not written down, not even here."""

    def _host(self) -> str:
        return self.headers.get("Host", "").partition(":")[0].lower()

    def _serve(self, host: DemoHost, path: str) -> None:
        page = self._page(host, path.rstrip("/"))
        if page is not None:
            self._answer(200, page)
        elif path == "/robots.txt" and (robots := text_file(host.name, "robots.txt")):
            self._answer(200, robots, "text/plain; charset=utf-8")
        elif path.endswith(".css"):
            self._answer(200, (SITES / "style.css").read_text("utf-8"), "text/css")
        elif path.endswith(_IMAGES):
            self._answer(200, _picture(path.rpartition("/")[2]), "image/svg+xml")
        else:
            self._answer(404, "<!DOCTYPE html><title>Not found</title><h1>Page not found</h1>")

    def _page(self, host: DemoHost, path: str) -> str | None:
        """The page at ``path`` for whoever asks: a hacked one looks at where its visitors come from."""
        if path in host.from_search.values():
            return None
        came_from = urlsplit(self.headers.get("Referer", "")).hostname
        if came_from in _SEARCH_ENGINES:
            path = host.from_search.get(path, path)
        return host.pages.get(path)

    def _answer(
        self, status: int, text: str, kind: str = _HTML, *, location: str | None = None
    ) -> None:
        body = text.encode()
        self.send_response(status)
        if location is not None:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Robots-Tag", "noindex")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _picture(name: str) -> str:
    """A grey card with the picture's file name: the shops are invented, and so are their pills."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><rect width="160" '
        'height="90" fill="#ddd"/><text x="80" y="48" font-size="10" text-anchor="middle">'
        f"{escape(name)}</text></svg>"
    )


def _index() -> str:
    """For a browser that comes by address and not by name."""
    rows = "".join(
        f'<li><a href="{escape(check.url)}">{escape(check.url)}</a>: {escape(check.title)}</li>'
        for check in demo_checks()
    )
    return f"<!DOCTYPE html><title>Invented sites</title><h1>Invented sites</h1><ul>{rows}</ul>"
