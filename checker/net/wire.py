"""The bytes: dialling judged addresses only, and a deadline and a meter on everything read.

httpx and httpcore time each read; a server that sends one byte before each timeout holds them for
ever. Here every connect, handshake, read and write gets no more than what is left of the whole
visit.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from checker.evidence import MissingReason
from checker.net.guard import JudgedUrl, Network
from checker.net.limits import Limits
from checker.patterns import compiled

MAX_DIALS = 3
"""Addresses of one name that are tried."""


class WireError(Exception):
    """A visit that came to nothing: the reason to report, and plain words."""

    def __init__(self, reason: MissingReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class HandshakeError(Exception):
    """The TLS handshake failed, because of ``error``."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error  # Not the cause: the pool of httpcore cuts that off.


class Deadline:
    """The end of a visit, on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left; not below 0."""
        return max(self._end - time.monotonic(), 0.0)

    def allow(self, seconds: float) -> float:
        """At most ``seconds``, and no more than is left; raises when nothing is."""
        left = self.left
        if left <= 0:
            raise WireError(MissingReason.TIMEOUT, "the whole visit took too long")
        return min(seconds, left)


_INTERIM = compiled(r"HTTP/\d\.\d 1(?!01)\d\d", 0)
_CHUNKED = compiled(r"^transfer-encoding:[^\n]{0,200}chunked", re.IGNORECASE | re.MULTILINE)
# The h11 parser takes chunk sizes of twenty digits; no honest chunk has four gigabytes.
_GIANT_CHUNK = compiled(r"0{0,8}[1-9a-f][0-9a-f]{8}")
_SIZE_LINE = 64
"""Bytes after the head in which the size of the first chunk is looked for."""
_ODD = compiled(r"[^A-Za-z0-9 ,.:()-]", 0)


class HeadMeter:
    """Watches the bytes before the body: their size, their fields, and answers of the 1xx kind."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._interim = 0
        self._chunked = False
        self._done = False

    def feed(self, data: bytes) -> None:
        """Take note of ``data``; raises :class:`WireError` at a limit."""
        if self._chunked:
            self._judge_first_chunk(data)
            return
        seen = max(len(self._buffer) - 3, 0)  # An end cut in two is found by the second half.
        if not self._done:
            self._buffer += data
        while not self._done and (end := _end_of_head(self._buffer, seen)):
            head, self._buffer, seen = self._buffer[:end], self._buffer[end:], 0
            self._judge(head)
            if _INTERIM.match(head.decode("latin-1")):
                self._interim += 1
                self._check(self._interim <= self._limits.interim, "too many interim answers")
            else:
                self._finish(head)
        self._judge(self._buffer)

    def _judge(self, head: bytearray) -> None:
        self._check(len(head) <= self._limits.head, "header too long")
        # The status line and the empty line are no fields.
        self._check(head.count(b"\n") <= self._limits.fields + 2, "too many header fields")

    def _finish(self, head: bytearray) -> None:
        rest, self._done, self._buffer = bytes(self._buffer), True, bytearray()
        self._chunked = bool(_CHUNKED.search(head.decode("latin-1")))
        if self._chunked:
            self._judge_first_chunk(rest)

    def _judge_first_chunk(self, data: bytes) -> None:
        """Its size may come in the packet of the head, or byte by byte after it."""
        self._buffer += data[: _SIZE_LINE - len(self._buffer)]
        giant = _GIANT_CHUNK.match(self._buffer.decode("latin-1"))
        self._check(not giant, "impossible chunk size")
        if len(self._buffer) >= _SIZE_LINE:
            self._chunked, self._buffer = False, bytearray()

    def _check(self, condition: bool, detail: str) -> None:
        if not condition:
            raise WireError(MissingReason.PROTOCOL, detail)


class MeteredStream(httpcore.NetworkStream):
    """A connected socket under a deadline."""

    def __init__(self, sock: socket.socket, limits: Limits, deadline: Deadline) -> None:
        self._sock = sock
        self._limits = limits
        self._deadline = deadline
        self._head = HeadMeter(limits)
        self.received = 0

    @property
    def tls(self) -> ssl.SSLSocket | None:
        """The encrypted socket, once there is one."""
        return self._sock if isinstance(self._sock, ssl.SSLSocket) else None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, or none at the end of the stream."""
        patience = self._limits.idle if self.received else self._limits.first_byte
        self._sock.settimeout(self._deadline.allow(patience))
        try:
            data = self._sock.recv(max_bytes)
        except TimeoutError:
            what = "the answer stopped half-way" if self.received else "no answer came"
            raise WireError(MissingReason.TIMEOUT, what) from None
        except ssl.SSLError as error:
            raise WireError(MissingReason.TLS, _words(error)) from None
        except OSError:
            raise WireError(MissingReason.PROTOCOL, "connection closed early") from None
        self.received += len(data)
        if self.received > 2 * self._limits.body + self._limits.head:
            # The body has its own limit; this one is for what surrounds it (chunk extensions).
            raise WireError(MissingReason.PROTOCOL, "more bytes than a page can need")
        self._head.feed(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        try:
            while buffer:
                self._sock.settimeout(self._deadline.allow(self._limits.idle))
                buffer = buffer[self._sock.send(buffer) :]
        except TimeoutError:
            raise WireError(MissingReason.TIMEOUT, "the request was not taken") from None
        except OSError as error:
            # httpcore still reads the answer of a server that closed its ear early.
            raise httpcore.WriteError(str(error)) from None

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Encrypt; the name that is checked is the one that was judged, not the address."""
        try:
            self._sock.settimeout(self._deadline.allow(self._limits.tls))
            self._sock.getpeername()  # wrap_socket leaves one that was reset before it unclosed.
            self._sock = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)
        except TimeoutError:
            self.close()
            raise WireError(MissingReason.TLS_TIMEOUT, "the handshake took too long") from None
        except (OSError, ValueError) as error:
            self.close()
            raise HandshakeError(error) from None
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about a connection."""
        if info == "ssl_object":
            return self.tls
        # "is_readable" is asked of kept connections, and none is kept.
        return None


class PinnedBackend(httpcore.NetworkBackend):
    """Dials the addresses it was made with, whatever name httpcore asks for."""

    def __init__(
        self,
        judged: JudgedUrl,
        addresses: tuple[str, ...],
        network: Network,
        limits: Limits,
        deadline: Deadline,
    ) -> None:
        self._judged = judged
        self._addresses = addresses[:MAX_DIALS]
        self._network = network
        self._limits = limits
        self._deadline = deadline
        self.address: str | None = None
        """The address that was reached."""
        self.stream: MeteredStream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first pinned address that answers."""
        if (host.strip("[]"), port) != (self._judged.host, self._judged.port):
            raise WireError(MissingReason.REFUSED_ADDRESS, "syntax")
        patience = Deadline(self._deadline.allow(self._limits.connect))
        failure = WireError(MissingReason.CONNECT, "no address")
        for address in self._addresses:
            try:
                sock = self._network.dial(address, port, patience.allow(self._limits.connect))
            except TimeoutError:
                failure = WireError(MissingReason.TIMEOUT, "no connection in time")
                break
            except OSError as error:
                failure = WireError(refused_reason(error), plain(error.strerror or "refused"))
                continue
            self.address = address
            self.stream = MeteredStream(sock, self._limits, self._deadline)
            return self.stream
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Never."""
        raise WireError(MissingReason.REFUSED_ADDRESS, "scheme")


_NO_WAY_OUT = frozenset({errno.ENETUNREACH, errno.ENETDOWN})


def refused_reason(error: OSError) -> MissingReason:
    """Whether a connection that failed tells of the other side, or of a network that we lack."""
    return MissingReason.NO_NETWORK if error.errno in _NO_WAY_OUT else MissingReason.CONNECT


def look_up_reason(error: LookupError | OSError) -> MissingReason:
    """The same for a name: without name servers to ask, nothing is known of the name."""
    known = isinstance(error, LookupError)
    return MissingReason.DNS if known else MissingReason.NO_NETWORK


def plain(text: str) -> str:
    """``text`` from a stranger or a library as short plain words, for ``Missing.detail``."""
    return _ODD.sub("", text[:400])[:100]


def _words(error: ssl.SSLError) -> str:
    return plain((error.reason or "broken").replace("_", " ").lower())


def _end_of_head(data: bytearray, start: int) -> int:
    """Where the body begins; 0 while the empty line has not come."""
    ends = [at + len(mark) for mark in (b"\n\n", b"\n\r\n") if (at := data.find(mark, start)) >= 0]
    return min(ends, default=0)
