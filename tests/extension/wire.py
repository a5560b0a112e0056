"""The only way out for a browser under test: a SOCKS proxy that knows the invented web and notes who is asked for.

Names of the demonstration lead to its servers on loopback, further names and loopback to where the test says; all
others are refused. Whatever a browser or an extension asks for stands in :attr:`Wire.asked`.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from select import select

_GRANTED = b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
_REFUSED = b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"


class Wire:
    """The proxy while it runs."""

    def __init__(
        self, ports: Mapping[tuple[str, int], int], hosts: frozenset[str], web: tuple[int, int]
    ) -> None:
        self._ports, self._hosts, self._web = dict(ports), hosts, web
        self.asked: list[tuple[str, int]] = []
        self.is_cut = False
        """Nobody is reached any more, over open connections neither: the computer is offline."""
        self.port = 0

    def lead(self, host: str, port: int, to: int) -> None:
        """Lead ``host`` and ``port`` to the loopback port ``to``."""
        self._ports[host, port] = to

    def unlead(self, host: str, port: int) -> None:
        """Undo :meth:`lead`."""
        del self._ports[host, port]

    def target(self, host: str, port: int) -> int | None:
        """The loopback port behind an address; None where nobody is."""
        self.asked.append((host, port))
        if self.is_cut:
            return None
        if (host, port) in self._ports:
            return self._ports[host, port]
        if host in self._hosts and port in (80, 443):
            return self._web[port == 443]
        return port if host in ("127.0.0.1", "localhost") else None


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):
            self._greet()

    def _greet(self) -> None:
        client: socket.socket = self.request
        client.settimeout(30)
        _exactly(client, _exactly(client, 2)[1])
        client.sendall(b"\x05\x00")
        host = _host(client, _exactly(client, 4)[3])
        port = int.from_bytes(_exactly(client, 2), "big")
        wire: Wire = self.server.wire  # type: ignore[attr-defined]
        to = wire.target(host, port)
        if to is None:
            client.sendall(_REFUSED)
            return
        try:
            server = socket.create_connection(("127.0.0.1", to), 10)
        except OSError:
            client.sendall(_REFUSED)
            return
        with server:
            client.sendall(_GRANTED)
            _join(client, server, wire)


def _host(client: socket.socket, kind: int) -> str:
    if kind == 3:
        return _exactly(client, _exactly(client, 1)[0]).decode("ascii", "replace")
    family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
    return socket.inet_ntop(family, _exactly(client, size))


def _join(one: socket.socket, other: socket.socket, wire: Wire) -> None:
    while not wire.is_cut:
        ready, _, _ = select([one, other], [], [], 0.1)
        for side in ready:
            data = side.recv(65536)
            if not data:
                return
            (other if side is one else one).sendall(data)


def _exactly(client: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = client.recv(size - len(data))
        if not more:
            raise ConnectionError("the browser hung up")
        data += more
    return data


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers hang up in the middle of things."""


@contextmanager
def running_wire(hosts: frozenset[str], web: tuple[int, int]) -> Iterator[Wire]:
    """A proxy over the demonstration's ``hosts``, whose servers listen at ``web`` (http, https)."""
    wire = Wire({}, hosts, web)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.wire = wire  # type: ignore[attr-defined]
        wire.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield wire
        finally:
            server.shutdown()
            thread.join()
