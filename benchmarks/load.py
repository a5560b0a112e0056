"""A small load generator: keep-alive connections of one process, each waiting for its answer.

Used by ``benchmarks/web.py``. It reads answers by ``Content-Length`` and checks nothing but their status.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of one run."""

    seconds: float
    times: list[float]
    """Seconds of every answer, sorted."""
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def at(self, share: float) -> float:
        """Milliseconds within which ``share`` of the answers came."""
        if not self.times:
            return float("inf")
        return 1000 * self.times[min(int(share * len(self.times)), len(self.times) - 1)]


class _Connection:
    def __init__(self, address: tuple[str, int], request: bytes) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = request
        self.got = bytearray()
        self.need = -1
        self.status = 0
        self.begun = 0.0

    def ask(self) -> None:
        self.got.clear()
        self.need = -1
        self.begun = time.perf_counter()
        self.socket.sendall(self.request)

    def hear(self) -> bool:
        """Read what has come; True when the answer is whole."""
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("closed")
        self.got += data
        if self.need < 0:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.got[:end]).lower()
            self.status = int(head[9:12])
            length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
            self.need = end + 4 + int(length or 0)
        return len(self.got) >= self.need


def run(port: int, request: bytes, *, seconds: float, connections: int = 32) -> Outcome:
    """Ask ``request`` over and over on loopback ``port``."""
    selector = selectors.DefaultSelector()
    open_ones = [_Connection(("127.0.0.1", port), request) for _ in range(connections)]
    for connection in open_ones:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    times: list[float] = []
    statuses: Counter[int] = Counter()
    begun = time.perf_counter()
    end = begun + seconds
    while time.perf_counter() < end:
        for key, _ in selector.select(1):
            connection = key.data
            if connection.hear():
                times.append(time.perf_counter() - connection.begun)
                statuses[connection.status] += 1
                connection.ask()
    took = time.perf_counter() - begun
    for connection in open_ones:
        connection.socket.close()
    return Outcome(seconds=took, times=sorted(times), statuses=statuses)


def get(path: str) -> bytes:
    """A GET request as sent."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def post_json(path: str, body: bytes) -> bytes:
    """A POST request with JSON as sent."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
