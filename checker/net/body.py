"""Reading a page within bounds, and taking its compression off within bounds.

Decoders that are asked for "the content" are asked how large a bomb is: 200 kB on the wire can be
200 MB. Here zlib is never given room for more than what is still allowed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import httpcore

from checker.evidence import MissingReason
from checker.net.limits import Limits
from checker.net.wire import WireError

_GRACE = 64 * 1024
"""Bytes that may come out before the ratio counts: short pages compress well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A page as far as it was read."""

    data: bytes
    truncated: bool
    wire_bytes: int


def read_body(chunks: Iterable[bytes], coding: str, limits: Limits) -> Body:
    """Read ``chunks`` (without transfer coding) under ``coding``, the Content-Encoding.

    A page that breaks off, by its server's doing or ours, is truncated; one of which nothing came,
    or nothing can be decoded, raises :class:`WireError`.
    """
    decoder = _decoder(coding)
    out = bytearray()
    wire = 0
    truncated = False
    try:
        for chunk in chunks:
            taken = chunk[: limits.body - wire]
            wire += len(taken)
            out += decoder.feed(taken, limits.body - len(out))
            full = len(taken) < len(chunk) or decoder.more
            bomb = len(out) > max(limits.ratio * wire, _GRACE)
            if full or bomb or decoder.finished:
                truncated = full or bomb
                break
        else:
            truncated = not decoder.finished and not decoder.plain
    except (WireError, httpcore.RemoteProtocolError, zlib.error) as error:
        if not out:
            raise _failure(error) from None
        truncated = True
    return Body(data=bytes(out), truncated=truncated, wire_bytes=wire)


class _Plain:
    """No content coding."""

    plain = True
    finished = False
    more = False

    def feed(self, data: bytes, room: int) -> bytes:
        self.more = len(data) > room
        return data[:room]


class _Inflate:
    """One layer of gzip or deflate, inflated into bounded room."""

    plain = False

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._inflater: zlib._Decompress | None = None
        self.more = False

    @property
    def finished(self) -> bool:
        """True at the end of the first member: junk behind it is not read."""
        return self._inflater is not None and self._inflater.eof

    def feed(self, data: bytes, room: int) -> bytes:
        if not data:
            return b""
        if self._inflater is None:
            self._inflater = zlib.decompressobj(self._window(data))
        # Not 0, which would mean "without limit".
        out = self._inflater.decompress(data, max(room, 1))
        self.more = bool(self._inflater.unconsumed_tail) or len(out) > room
        return out[:room]

    def _window(self, data: bytes) -> int:
        if self._coding == "gzip":
            return 16 + zlib.MAX_WBITS
        # "deflate" means zlib, and many servers send it raw: RFC 9110, section 8.4.1.2.
        zlib_header = len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
        return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


def _decoder(coding: str) -> _Plain | _Inflate:
    layers = [layer.strip().lower() for layer in coding.split(",") if layer.strip()]
    layers = [layer.removeprefix("x-") for layer in layers if layer != "identity"]
    if not layers:
        return _Plain()
    if len(layers) > 1:
        raise WireError(MissingReason.UNREADABLE, "more than one content coding")
    if layers[0] not in ("gzip", "deflate"):
        raise WireError(MissingReason.UNREADABLE, "a content coding that was not offered")
    return _Inflate(layers[0])


def _failure(error: Exception) -> WireError:
    if isinstance(error, WireError):
        return error
    if isinstance(error, zlib.error):
        return WireError(MissingReason.UNREADABLE, "the content coding is broken")
    return WireError(MissingReason.PROTOCOL, "the answer broke off")
