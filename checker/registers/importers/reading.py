"""Telling what a file is, and reading it within limits."""

from __future__ import annotations

import codecs
import resource
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from checker.pool import Loss, Lost, Pool
from checker.registers.catalogue import Source
from checker.registers.importers.csv_list import read_csv
from checker.registers.importers.html_list import read_html
from checker.registers.importers.json_list import read_json
from checker.registers.importers.pdf_list import read_pdf
from checker.registers.importers.rows import Found, read_rows
from checker.registers.importers.table import Form, Table, Unreadable

MAX_FILE = 32 * 1024 * 1024
"""Largest file that is read."""
MAX_UNPACKED = 128 * 1024 * 1024
"""Largest member of a ZIP archive, unpacked."""
SECONDS = 60.0
MEMORY = 1536 * 1024 * 1024

_READERS = {Form.CSV: read_csv, Form.JSON: read_json, Form.HTML: read_html}
_ENDINGS = (".csv", ".json", ".txt", ".tsv", ".html", ".htm", ".pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A file, and how it is to be read."""

    data: bytes
    source: Source
    snapshot: date
    """The day it was published."""
    form: Form | None = None
    """None: what it looks like."""
    column: str | None = None
    """Heading of the column of addresses; None: found out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file no entry could be read from."""

    problem: str
    """A reason of :class:`~checker.registers.importers.table.Unreadable`, or ``time``."""


def read_list(job: Job, seconds: float = SECONDS) -> Found | Unread:
    """What the file holds, found in a process of its own within ``seconds``."""
    if len(job.data) > MAX_FILE:
        return Unread(problem="too_large")
    with Pool(
        _read,
        workers=1,
        seconds=seconds,
        prepare=_limit,
        preload=("checker.registers.importers.reading",),
    ) as pool:
        (_, read), *_ = pool.results([job])
    if isinstance(read, Lost):
        return Unread(problem="time" if read.why is Loss.TIME else "damaged")
    return read


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


def _read(job: Job) -> Found | Unread:
    try:
        return read_rows(table_in(job.data, job.form), job.source, job.snapshot, job.column)
    except Unreadable as problem:
        return Unread(problem=str(problem))
    except MemoryError:
        return Unread(problem="too_large")


def table_in(data: bytes, form: Form | None = None) -> Table:
    """The table in ``data``; raises :class:`Unreadable`. For files that were looked at before."""
    data = _unzipped(data)
    form = form or form_of(data)
    return read_pdf(data) if form is Form.PDF else _READERS[form](decoded(data))


def _unzipped(data: bytes) -> bytes:
    """The largest readable member, when ``data`` is a ZIP archive."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith(_ENDINGS)]
            largest = max(members, key=lambda member: member.file_size, default=None)
            unpacked = b""
            if largest is not None:
                with archive.open(largest) as file:
                    unpacked = file.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError):
        raise Unreadable("damaged") from None
    if largest is None:
        raise Unreadable("no_table")
    if len(unpacked) > MAX_UNPACKED:
        raise Unreadable("too_large")
    return unpacked


def form_of(data: bytes) -> Form:
    """What ``data`` looks like."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise Unreadable("empty")
    if start.startswith(b"%PDF"):
        return Form.PDF
    if start.startswith(b"<"):
        return Form.HTML
    return Form.JSON if start.startswith((b"[", b"{")) else Form.CSV


def decoded(data: bytes) -> str:
    """``data`` as text: by its byte order mark, else as UTF-8, else as the Central or West European code page.

    The code page only colours names: addresses are plain in both.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
