"""The input of a sweep, line by line: an address, a saved page, or a reason why it is neither.

A line is an address in any form that people paste, a row of a table with an address in one of its first
cells, or a JSON object: ``{"url": …}`` is an address, ``{"url": …, "html": …}`` a saved page, each with an
``id`` if you like. Blank lines, lines that begin with ``#`` and a heading are passed over.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from checker.errors import InputRefused
from checker.judging import Row, UnusableRowError, read_row
from checker.lines import DAMAGED, TOO_LONG, Line, lines
from checker.message import N_, Message, message
from checker.target import Target, read_target

CHUNK_LINES = 1000
CHUNK_BYTES = 8 * 1024 * 1024
"""A chunk ends with the line that reaches one of the two."""
MOST_CELLS = 4
"""Cells of a row in which an address is looked for."""
LONGEST_ROW = 64 * 1024
"""Characters of a line that is no JSON."""

_HEADINGS = frozenset(
    ("domain", "domains", "host", "hostname", "url", "urls", "address", "website", "site", "name")
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line that can be judged."""

    line: int
    key: str
    """What makes it the same as another one: the host of an address, the digest of a saved page."""
    start: int = 0
    length: int = 0
    """Where the bytes of a saved page stand in the input; no length for an address."""
    address: str = ""
    """The address to visit, in the words of the input."""
    tag: str = "null"
    """The row's own ``id``, as JSON."""
    target: Target | None = None
    """The address as it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One line that cannot be used, and why."""

    line: int
    reason: str
    told: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far the input was read."""

    line: int = 0
    byte: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some lines of the input."""

    begin: Position
    end: Position
    entries: Sequence[Entry] = field(default_factory=tuple)
    refused: Sequence[Refused] = field(default_factory=tuple)


def chunks(path: Path, position: Position, *, cut: bool = False) -> Iterator[Chunk]:
    """The input from ``position`` on. ``cut`` says that the file was damaged after its last byte.

    Raises :class:`~checker.errors.InputRefused` (``encoding``) for a file in UTF-16.
    """
    with path.open("rb") as source:
        if source.read(2) in _UTF16:
            raise InputRefused("encoding", message(_IN_UTF16))
        source.seek(position.byte)
        found = lines(source, number=position.line, start=position.byte)
        while taken := list(_limited(found)):
            end = Position(line=taken[-1].number, byte=source.tell())
            yield _chunk(position, end, taken)
            position = end
    if cut:
        last = Position(line=position.line + 1, byte=position.byte)
        yield _chunk(position, last, [Line(last.line, last.byte, DAMAGED)])


def _limited(found: Iterator[Line]) -> Iterator[Line]:
    size = 0
    for line in islice(found, CHUNK_LINES):
        yield line
        size += len(line.data)
        if size >= CHUNK_BYTES:
            return


def _chunk(begin: Position, end: Position, taken: Sequence[Line]) -> Chunk:
    entries, refused = [], []
    for line in taken:
        try:
            entry = read_entry(line)
        except UnusableRowError as why:
            refused.append(Refused(line=line.number, reason=why.reason, told=why.told))
        else:
            entries.extend([entry] if entry else [])
    return Chunk(begin=begin, end=end, entries=entries, refused=refused)


def read_entry(line: Line) -> Entry | None:
    """What ``line`` asks; None when it asks nothing (a comment, a heading).

    Raises :class:`~checker.judging.UnusableRowError` with the reasons of
    :func:`~checker.judging.read_row`, of :func:`~checker.target.read_target`, or ``not_text``.
    """
    data = line.data
    if isinstance(data, str):
        raise UnusableRowError(data, message(_SENTENCES[data]))
    data = data.removeprefix(codecs.BOM_UTF8) if line.number == 1 else data
    if data.lstrip()[:1] == b"{":
        return _of_row(line, read_row(data), data)
    return _of_text(line.number, _decoded(data))


def _of_row(line: Line, row: Row, data: bytes) -> Entry:
    tag = json.dumps(row.id)
    if row.html is None:
        return _address(line.number, row.url or "", tag)
    digest = hashlib.blake2b(data.strip(), digest_size=16).hexdigest()
    skipped = 0 if isinstance(line.data, str) else len(line.data) - len(data)
    return Entry(
        line=line.number,
        key=f"page {digest}",
        start=line.start + skipped,
        length=len(data),
        tag=tag,
    )


def _decoded(data: bytes) -> str:
    if len(data) > LONGEST_ROW:
        raise UnusableRowError(TOO_LONG, message(_SENTENCES[TOO_LONG]))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnusableRowError("not_text", message(N_("The line is not text in UTF-8.")))
    return text.strip()


def _of_text(number: int, text: str) -> Entry | None:
    if not text or text.startswith("#"):
        return None
    try:
        return _address(number, text)
    except UnusableRowError:
        cells = list(_cells(text))
        for cell in cells:
            try:
                return _address(number, cell)
            except UnusableRowError:
                continue
        if number == 1 and _HEADINGS.intersection(cell.lower() for cell in cells):
            return None
        raise


def _cells(text: str) -> Iterator[str]:
    """The first cells of a row, whatever stands between them; of a line with a note its beginning."""
    plain = text.partition(" #")[0].replace("\t", ",").replace(";", ",")
    try:
        row = next(csv.reader([plain]), [])
    except csv.Error:
        return
    yield from filter(None, map(str.strip, row[:MOST_CELLS]))


def _address(number: int, text: str, tag: str = "null") -> Entry:
    try:
        target = read_target(text)
    except InputRefused as refused:
        raise UnusableRowError(refused.reason, refused.message) from None
    return Entry(line=number, key=f"host {target.host}", address=text, tag=tag, target=target)


_SENTENCES = {
    TOO_LONG: N_("The line is too long to be read."),
    DAMAGED: N_("The file is damaged here: what follows cannot be read."),
}
_IN_UTF16 = N_("The file is in UTF-16. Save it as UTF-8, and give it again.")
