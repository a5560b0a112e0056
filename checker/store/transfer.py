"""Everything in a store as one file of lines, to be kept elsewhere and put into an empty store of either engine.

Gzipped JSON, one object a line: for each part its name and revision, its rows, and how many they were. What
is not whole is not taken: a part comes back in one transaction or not at all.
"""

from __future__ import annotations

import gzip
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text

from checker.errors import InputRefused
from checker.message import N_, message
from checker.store.database import Database, file_in
from checker.store.looking import count
from checker.store.revisions import revisions_of
from checker.store.schema import PARTS, Part

_AT_ONCE = 500
_PATIENCE = 10.0


def upgrade(place: str | Path | None) -> None:
    """Bring every part up to date, as opening it does; raises :class:`~checker.errors.NotStored`."""
    for part in PARTS:
        with (
            closing(Database(part, file_in(place, part), patience=_PATIENCE)) as database,
            database.reading(),
        ):
            pass


def back_up(place: str | Path | None, file: Path) -> int:
    """Write all parts to ``file``, readable by its owner alone, whole or not at all; returns how many rows."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8") as out:
                rows = sum(_write(out, place, part) for part in PARTS if part.backed_up)
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(file)
    except BaseException:
        beside.unlink()
        raise
    return rows


def _write(out: TextIO, place: str | Path | None, part: Part) -> int:
    _line(out, {"part": part.name, "revision": revisions_of(part.name)[-1]})
    rows = 0
    with (
        closing(Database(part, file_in(place, part), patience=_PATIENCE)) as database,
        database.reading() as connection,
    ):
        if connection.dialect.name == "postgresql":  # all tables as they were at one moment
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in part.tables:
            found = connection.execution_options(yield_per=_AT_ONCE).execute(select(table))
            for row in found:
                _line(out, {"table": table.name, "row": [_plain(value) for value in row]})
                rows += 1
    _line(out, {"end": rows})
    return rows


def _line(out: TextIO, value: object) -> None:
    out.write(json.dumps(value) + "\n")


def _plain(value: object) -> object:
    return b64encode(value).decode() if isinstance(value, bytes) else value


def restore(place: str | Path | None, file: Path) -> int:
    """Put what :func:`back_up` wrote into an empty store; returns how many rows.

    Raises :class:`~checker.errors.InputRefused` (``backup``) for a file that is none, is cut short or is of
    another version, and for a store that is not empty.
    """
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found = (json.loads(line) for line in lines)
            return sum(_read(place, head, found) for head in found)
    except (gzip.BadGzipFile, EOFError, ValueError, KeyError, TypeError, StopIteration):
        raise InputRefused("backup", message(_NO_BACKUP)) from None


def _read(place: str | Path | None, head: dict[str, Any], lines: Iterator[dict[str, Any]]) -> int:
    part = next(part for part in PARTS if part.name == head["part"])
    if head["revision"] != revisions_of(part.name)[-1]:
        raise InputRefused("backup", message(_OTHER_VERSION))
    tables = {table.name: table for table in part.tables}
    rows = 0
    with (
        closing(Database(part, file_in(place, part), patience=_PATIENCE)) as database,
        database.transaction() as connection,
    ):
        if any(count(connection, table) for table in part.tables):
            raise InputRefused("backup", message(_NOT_EMPTY))
        for line in lines:
            if "end" in line:
                if line["end"] != rows:
                    raise ValueError(line)
                _continue_numbers(connection, part)
                return rows
            table = tables[line["table"]]
            connection.execute(insert(table), _row(table, line["row"]))
            rows += 1
        raise EOFError


def _row(table: Table, values: list[Any]) -> dict[str, Any]:
    columns = table.columns
    return {
        column.name: b64decode(value) if isinstance(column.type, LargeBinary) else value
        for column, value in zip(columns, values, strict=True)
    }


def _continue_numbers(connection: Connection, part: Part) -> None:
    """New rows get numbers after those that came: SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in part.tables:
        numbered = table.autoincrement_column
        if numbered is not None:
            last = select(func.coalesce(func.max(numbered), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, numbered.name)
            connection.execute(select(func.setval(sequence, last, False)))


_NO_BACKUP = N_(
    "The file is no whole backup of a store. Nothing of the part that failed was taken over."
)
_OTHER_VERSION = N_(
    "The backup is of another version of this program. Restore it with that version, then upgrade the store."
)
_NOT_EMPTY = N_("The store is not empty. Name an empty one, so that nothing is overwritten.")
