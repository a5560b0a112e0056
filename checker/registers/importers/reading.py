"""Telling what a file is, and reading it within limits."""

from __future__ import annotations

import codecs
import resource
import zipfile
import zlib
from io import BytesIO

from checker.pool import Loss, Lost, Pool
from checker.registers.importers.csv_list import read_csv
from checker.registers.importers.html_list import read_html
from checker.registers.importers.json_list import read_json
from checker.registers.importers.pdf_list import read_pdf
from checker.registers.importers.table import Form, Reading, Table, Unreadable

MAX_FILE = 32 * 1024 * 1024
"""Largest file that is read."""
MAX_UNPACKED = 128 * 1024 * 1024
"""Largest member of a ZIP archive, unpacked."""
SECONDS = 60.0
MEMORY = 1536 * 1024 * 1024

_READERS = {Form.CSV: read_csv, Form.JSON: read_json, Form.HTML: read_html}
_ENDINGS = (".csv", ".json", ".txt", ".tsv", ".html", ".htm", ".pdf")


def read_table(data: bytes, form: Form | None = None, seconds: float = SECONDS) -> Reading:
    """The table in ``data``, read in a process of its own; ``form`` when it is known better."""
    if len(data) > MAX_FILE:
        return Reading(form=form, problem="too_large")
    with Pool(
        _read,
        workers=1,
        seconds=seconds,
        prepare=_limit,
        preload=("checker.registers.importers.reading",),
    ) as pool:
        (_, read), *_ = pool.results([(data, form)])
    if isinstance(read, Lost):
        return Reading(form=form, problem="time" if read.why is Loss.TIME else "damaged")
    return read


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


def _read(job: tuple[bytes, Form | None]) -> Reading:
    data, form = job
    try:
        data = _unzipped(data)
        form = form or form_of(data)
        return Reading(form=form, table=_table(data, form))
    except Unreadable as problem:
        return Reading(form=form, problem=str(problem))
    except MemoryError:
        return Reading(form=form, problem="too_large")


def _table(data: bytes, form: Form) -> Table:
    if form is Form.PDF:
        return read_pdf(data)
    return _READERS[form](decoded(data))


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
