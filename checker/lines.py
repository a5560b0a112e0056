"""The lines of a file of any size: read one by one, unpacked when gzipped, none longer than allowed."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from checker.errors import EvidenceUnreadable
from checker.message import Message

MAX_LINE = 16 * 1024 * 1024
"""Longest line, in bytes, that is read."""
TOO_LONG, DAMAGED = "too_long", "damaged"
"""Why a line cannot be had; nothing follows a damaged one."""

_PIECE = 1024 * 1024


class Line(NamedTuple):
    """One line that is not blank."""

    number: int
    """From 1; blank lines count."""
    start: int
    """Its first byte in the unpacked file."""
    data: bytes | str
    """Its bytes, the end of line included, or why they cannot be had: :data:`TOO_LONG`, :data:`DAMAGED`."""


def lines(source: BinaryIO, *, number: int = 0, start: int = 0) -> Iterator[Line]:
    """The lines of ``source``, which stands at byte ``start`` after ``number`` lines."""
    while True:
        try:
            data = source.readline(MAX_LINE + 1)
            rest = _skip_line(source) if len(data) > MAX_LINE else 0
        except (EOFError, gzip.BadGzipFile, zlib.error):
            yield Line(number + 1, start, DAMAGED)
            return
        if not data:
            return
        number += 1
        if len(data) > MAX_LINE:
            yield Line(number, start, TOO_LONG)
        elif data.strip():
            yield Line(number, start, data)
        start += len(data) + rest


def _skip_line(source: BinaryIO) -> int:
    """Pass over the rest of a line; its length."""
    length = 0
    while piece := source.readline(_PIECE):
        length += len(piece)
        if piece.endswith(b"\n"):
            break
    return length


@contextmanager
def opened(name: str, refusal: Message) -> Iterator[BinaryIO]:
    """The bytes of the file ``name`` (``-`` is standard input), unpacked when they are gzipped, whatever the
    name says. Raises :class:`EvidenceUnreadable` (``not_found``) with ``refusal`` as its sentence."""
    with ExitStack() as stack:
        try:
            plain = sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb"))
            gzipped = is_gzipped(cast(BufferedReader, plain))
        except (OSError, ValueError):
            raise EvidenceUnreadable("not_found", refusal) from None
        yield cast(BinaryIO, stack.enter_context(gzip.open(plain))) if gzipped else plain


def is_gzipped(source: BufferedReader) -> bool:
    """Whether what comes next in ``source`` is gzipped; nothing is taken from it."""
    return source.peek(2)[:2] == b"\x1f\x8b"
