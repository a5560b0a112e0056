"""Invented registries on loopback: an RDAP server and a WHOIS server for invented names.

::

    with DemoRegistries({"shop.example": Registered(created=date(2024, 1, 2))}) as registries:
        look_up("shop.example", registries.network(), registries=registries.registries)

:meth:`DemoRegistries.joined_to` adds them to the network of a web that is already invented.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, BaseServer, TCPServer, ThreadingTCPServer
from types import MappingProxyType, TracebackType
from typing import Any

from checker.gather.registration import Registries, WhoisServer
from checker.net import Network

LOOPBACK = "127.0.0.1"
RDAP_HOST, WHOIS_HOST = "rdap.registry.example", "whois.registry.example"
ADDRESSES = MappingProxyType({RDAP_HOST: "93.184.216.1", WHOIS_HOST: "93.184.216.2"})
"""Public addresses, since the guard refuses all others; never really dialled."""

_HTTP, _WHOIS = 80, 43
_PATIENCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What an invented registry says about an invented name."""

    created: date | None = None
    updated: date | None = None
    transferred: date | None = None
    expires: date | None = None
    registrar: str = "Invented Names Ltd"
    registrant: str | None = None
    country: str | None = None
    statuses: tuple[str, ...] = ("active",)
    name_servers: tuple[str, ...] = ("ns1.registry.example",)
    in_rdap: bool = True
    """False for names only WHOIS tells about: the RDAP server breaks for them."""
    throttled: bool = False
    """Both servers turn away whoever asks for the name."""

    def rdap(self, name: str) -> dict[str, Any]:
        """The record as an RDAP answer."""
        events = {
            "registration": self.created,
            "last changed": self.updated,
            "transfer": self.transferred,
            "expiration": self.expires,
        }
        entities = [_entity("registrar", self.registrar, None)]
        if self.registrant or self.country:
            entities.append(_entity("registrant", self.registrant or "", self.country))
        return {
            "rdapConformance": ["rdap_level_0"],
            "objectClassName": "domain",
            "ldhName": name,
            "status": list(self.statuses),
            "events": [
                {"eventAction": action, "eventDate": f"{day.isoformat()}T12:00:00Z"}
                for action, day in events.items()
                if day is not None
            ],
            "entities": entities,
            "nameservers": [
                {"objectClassName": "nameserver", "ldhName": host} for host in self.name_servers
            ],
        }

    def whois(self, name: str) -> str:
        """The record as a WHOIS answer."""
        fields = [
            ("Domain Name", name.upper()),
            ("Updated Date", self.updated),
            ("Creation Date", self.created),
            ("Transferred Date", self.transferred),
            ("Registry Expiry Date", self.expires),
            ("Registrar", self.registrar),
            ("Registrant Organization", self.registrant),
            ("Registrant Country", self.country),
            *(("Name Server", host) for host in self.name_servers),
        ]
        return "".join(f"{label}: {value}\r\n" for label, value in fields if value)


class DemoRegistries:
    """The two servers, while the ``with`` block lasts; names they do not know are not registered."""

    def __init__(self, names: Mapping[str, Registered]) -> None:
        self._names = dict(names)
        self._closing = ExitStack()
        self._ports: dict[tuple[str, int], int] = {}
        self.asked: list[tuple[str, str]] = []
        """(``rdap`` or ``whois``, name) for every question, in order."""

    def __enter__(self) -> DemoRegistries:
        with self._closing:
            rdap = _HttpServer((LOOPBACK, 0), _RdapHandler)
            whois = _WhoisServer((LOOPBACK, 0), _WhoisHandler)
            for server in (rdap, whois):
                server.registries = self
                self._serve(server)
            self._ports = {
                (ADDRESSES[RDAP_HOST], _HTTP): rdap.server_address[1],
                (ADDRESSES[WHOIS_HOST], _WHOIS): whois.server_address[1],
            }
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
    def registries(self) -> Registries:
        """Whom to ask about the names, for :func:`~checker.gather.registration.look_up`."""
        endings = {name.rpartition(".")[2] for name in self._names} or {"example"}
        return Registries(
            rdap=dict.fromkeys(endings, (f"http://{RDAP_HOST}/",)),
            whois={ending: WhoisServer(host=WHOIS_HOST) for ending in endings},
        )

    def network(self) -> Network:
        """What a look-up may reach: these two servers and nothing else."""
        return Network(resolve=_resolve, dial=self._dial, names=frozenset(ADDRESSES))

    def joined_to(self, web: Network) -> Network:
        """``web`` with these two servers in it."""

        def resolve(name: str) -> Sequence[str]:
            return _resolve(name) if name in ADDRESSES else web.resolve(name)

        def dial(address: str, port: int, timeout: float) -> socket.socket:
            ours = address in ADDRESSES.values()
            return (self._dial if ours else web.dial)(address, port, timeout)

        return replace(web, resolve=resolve, dial=dial, names=web.names | frozenset(ADDRESSES))

    def find(self, kind: str, name: str) -> Registered | None:
        """What is known about ``name``; the question is remembered."""
        self.asked.append((kind, name))
        return self._names.get(name)

    def _serve(self, server: TCPServer) -> None:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self._closing.callback(thread.join)
        self._closing.callback(server.server_close)
        self._closing.callback(server.shutdown)

    def _dial(self, address: str, port: int, timeout: float) -> socket.socket:
        if (address, port) not in self._ports:
            raise ConnectionRefusedError("no such registry in the demonstration")
        return socket.create_connection((LOOPBACK, self._ports[address, port]), timeout)


def _resolve(name: str) -> Sequence[str]:
    if name not in ADDRESSES:
        raise LookupError("NXDOMAIN")
    return [ADDRESSES[name]]


def _entity(role: str, name: str, country: str | None) -> dict[str, Any]:
    address = ["", "", "", "", "", "", ""]
    return {
        "objectClassName": "entity",
        "roles": [role],
        "vcardArray": [
            "vcard",
            [
                ["version", {}, "text", "4.0"],
                ["fn", {}, "text", name],
                ["adr", {"cc": country} if country else {}, "text", address],
            ],
        ],
    }


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = False
    registries: DemoRegistries

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Look-ups hang up in the middle of things; that is no defect of the server."""


class _WhoisServer(ThreadingTCPServer):
    daemon_threads = False
    allow_reuse_address = True
    registries: DemoRegistries

    def handle_error(self, request: Any, client_address: Any) -> None:
        """As above."""


class _RdapHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Demonstration"
    sys_version = ""
    timeout = _PATIENCE
    server: _HttpServer

    def __init__(self, request: Any, client_address: Any, server: BaseServer) -> None:
        with suppress(OSError):
            super().__init__(request, client_address, server)

    def do_GET(self) -> None:
        name = self.path.rpartition("/domain/")[2].lower()
        found = self.server.registries.find("rdap", name)
        if found is None:
            self._answer(404, {"errorCode": 404, "title": "Not found"})
        elif found.throttled:
            self._answer(429, {"errorCode": 429, "title": "Too many questions"})
        elif not found.in_rdap:
            self._answer(500, {"errorCode": 500, "title": "Broken"})
        else:
            self._answer(200, found.rdap(name))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Nothing is written down."""

    def _answer(self, status: int, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/rdap+json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class _WhoisHandler(BaseRequestHandler):
    server: _WhoisServer

    def handle(self) -> None:
        self.request.settimeout(_PATIENCE)
        query = b""
        while not query.endswith(b"\n") and len(query) < 512:
            data = self.request.recv(512)
            if not data:
                return
            query += data
        name = query.decode("ascii", "replace").strip().lower().rpartition(" ")[2]
        found = self.server.registries.find("whois", name)
        self.request.sendall(_told(name, found).encode())


def _told(name: str, found: Registered | None) -> str:
    if found is None:
        return f'No match for "{name.upper()}".\r\n'
    return "Query rate limit exceeded.\r\n" if found.throttled else found.whois(name)
