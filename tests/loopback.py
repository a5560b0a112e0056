"""Real servers on loopback under the names of real ones, and a record of who was asked.

A :class:`World` gives each name a public address of its own and maps it to a loopback port, so that
the guard judges what it would judge outside, and every connection ends here.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from checker.net import Network

Handler = Callable[[socket.socket], None]


TLS_HANDSHAKE = b"\x16"


class Server:
    """A listening socket on loopback; each connection is handed to ``handle`` in a thread.

    With a ``context`` it speaks TLS to those who do, and plain HTTP to the rest.
    """

    def __init__(self, handle: Handler, context: ssl.SSLContext | None = None) -> None:
        self._handle = handle
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.accepted = 0
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        # The client hangs up on us all the time: that is what is being tested.
        with contextlib.suppress(OSError, ssl.SSLError), connection:
            if self._context is not None and connection.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
                connection = self._context.wrap_socket(connection, server_side=True)
            self._open.add(connection)
            with connection:
                self._handle(connection)
        self._open.discard(connection)

    def close(self) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(5)
        for thread in self._threads:
            thread.join(5)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an HTTP server answers."""

    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b"<html><body>hello</body></html>"
    content_type: str | None = "text/html; charset=utf-8"

    def raw(self) -> bytes:
        fields = [*self.headers, ("Content-Length", str(len(self.body)))]
        if self.content_type is not None:
            fields.insert(0, ("Content-Type", self.content_type))
        lines = [f"HTTP/1.1 {self.status} X", *(f"{name}: {value}" for name, value in fields)]
        return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + self.body


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers=[("Location", location)], body=b"")


def zipped(body: bytes) -> Reply:
    return Reply(headers=[("Content-Encoding", "gzip")], body=gzip.compress(body))


class Oracle:
    """Every connect and every look-up of this process, as the interpreter itself reports them."""

    _EVENTS = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")

    def __init__(self) -> None:
        self.connects: list[tuple[str, int]] = []
        self.lookups: list[str] = []
        self._listening = False
        sys.addaudithook(self._hear)  # Cannot be taken away again, only told to be deaf.

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._listening or event not in self._EVENTS:
            return
        if event in ("socket.connect", "socket.sendto"):
            self.connects.append(arguments[1][:2])
        elif not is_literal(arguments[0]):
            self.lookups.append(str(arguments[0]))

    def __enter__(self) -> Oracle:
        self._listening = True
        return self

    def __exit__(self, *_: object) -> None:
        self._listening = False


def is_literal(host: Any) -> bool:
    try:
        ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return True


def read_request(connection: socket.socket) -> bytes:
    """The head of one request."""
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(65536)
        if not data:
            break
        head += data
    return head


def sends(*parts: bytes) -> Handler:
    """A handler that takes a request, sends ``parts`` and hangs up."""

    def handle(connection: socket.socket) -> None:
        read_request(connection)
        for part in parts:
            connection.sendall(part)

    return handle


@dataclass(slots=True)
class Pages:
    """A handler that serves replies by ``host/path?query``, by host, or one for all.

    A callable in place of a reply is asked for one, so that answers can change.
    """

    replies: Mapping[str, Reply | Callable[[], Reply]]
    otherwise: Reply = field(default_factory=lambda: Reply(status=404))
    requests: list[bytes] = field(default_factory=list)

    def __call__(self, connection: socket.socket) -> None:
        request = read_request(connection)
        if not request:
            return
        self.requests.append(request)
        connection.sendall(self._reply(request).raw())

    def _reply(self, request: bytes) -> Reply:
        path = request.split(b" ", 2)[1].decode()
        fields = request.lower().split(b"\r\n")
        host = next((f[5:].strip().decode() for f in fields if f.startswith(b"host:")), "")
        reply = self.replies.get(f"{host}{path}") or self.replies.get(host)
        reply = reply or self.replies.get(path) or self.otherwise
        return reply() if callable(reply) else reply

    @property
    def paths(self) -> list[str]:
        return [request.split(b" ", 2)[1].decode() for request in self.requests]


class World:
    """Names, the addresses they have, the servers behind them, and who asked for what."""

    def __init__(
        self, authorities: str | None = None, default: Sequence[str] | None = None
    ) -> None:
        self._default = _in_turn([default]) if default is not None else None
        self._answers: dict[str, Callable[[], Sequence[str]]] = {}
        self._behind: dict[tuple[str, int], int] = {}
        self._authorities = authorities
        self._everywhere: dict[int, int] = {}
        self.lookups: list[str] = []
        self.dials: list[tuple[str, int]] = []

    def add(self, name: str, http: Server | None = None, https: Server | None = None) -> str:
        """Give ``name`` a public address with servers behind it; returns the address."""
        address = f"93.184.215.{len(self._answers) + 1}"
        self.answer(name, [address])
        self.serve(address, http, https)
        return address

    def serve(self, address: str, http: Server | None = None, https: Server | None = None) -> None:
        for port, server in ((80, http), (443, https)):
            if server is not None:
                self._behind[address, port] = server.port

    def serve_everywhere(self, http: Server, https: Server) -> None:
        """Let every address lead to these servers, forbidden ones too: the guard must not dial."""
        self._everywhere = {80: http.port, 443: https.port}

    def answer(self, name: str, *rounds: Sequence[str]) -> None:
        """Let ``name`` resolve to these addresses; further rounds answer further questions."""
        self._answers[name] = _in_turn(rounds)

    def answer_slowly(self, name: str, seconds: float) -> None:
        """Let the answer for ``name`` take its time."""
        answer = self._answers[name]

        def late() -> Sequence[str]:
            time.sleep(seconds)
            return answer()

        self._answers[name] = late

    def answer_any(self, *rounds: Sequence[str]) -> None:
        """Let every name without answers of its own resolve to these."""
        self._default = _in_turn(rounds)

    def _resolve(self, name: str) -> Sequence[str]:
        self.lookups.append(name)
        answer = self._answers.get(name, self._default)
        if answer is None:
            raise LookupError("NXDOMAIN")
        return answer()

    def _dial(self, address: str, port: int, timeout: float) -> socket.socket:
        self.dials.append((address, port))
        behind = self._behind.get((address, port)) or self._everywhere.get(port)
        if behind is None:
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", behind), timeout)

    @property
    def network(self) -> Network:
        return Network(resolve=self._resolve, dial=self._dial, authorities=self._authorities)


def _in_turn(rounds: Sequence[Sequence[str]]) -> Callable[[], Sequence[str]]:
    remaining = list(rounds)

    def next_answer() -> Sequence[str]:
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    return next_answer


@contextlib.contextmanager
def site(replies: Mapping[str, Reply | Callable[[], Reply]], *names: str) -> Iterator[World]:
    """A world in which ``names`` are served by one plain HTTP server."""
    with Server(Pages(replies)) as server:
        world = World()
        for name in names:
            world.add(name, http=server)
        yield world
