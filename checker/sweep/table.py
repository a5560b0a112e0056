"""The results as a flat table in Parquet, through pyarrow.

pyarrow is Parquet's reference implementation and writes group after group from a stream; it takes 170 MB (DuckDB
takes 69, polars 181), so it is an extra, and a sweep without it does without the table.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO

from checker.evidence import ADDRESS_SOURCES
from checker.sweep.result import Result

ROWS_AT_ONCE = 10_000
SOURCES = ("page", "registers", "claims", *ADDRESS_SOURCES)
"""Sources that have a column each, ``source_page`` and so on."""


def is_available() -> bool:
    """Whether pyarrow is installed."""
    return importlib.util.find_spec("pyarrow") is not None


class Table:
    """A table that is written, row by row."""

    def __init__(self, file: BinaryIO) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an extra, not always installed
        from pyarrow import parquet  # noqa: PLC0415

        self._arrow, self._schema = pa, _schema(pa)
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, result: Result) -> None:
        """Add one row."""
        self._rows.append(_row(result))
        if len(self._rows) >= ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        rows, self._rows = self._rows, []
        self._writer.write_table(self._arrow.Table.from_pylist(rows, self._schema))

    def close(self) -> None:
        """Write what is left, and the end of the table."""
        self._write()
        self._writer.close()


@contextmanager
def writing(file: BinaryIO) -> Iterator[Table]:
    """A table in ``file``, whole at the end of the block."""
    table = Table(file)
    yield table
    table.close()


def _schema(pa: Any) -> Any:
    text, number, share = pa.string(), pa.int64(), pa.float64()
    columns = {
        "line": number,
        "lines": number,
        "id": text,
        "host": text,
        "domain": text,
        "family": text,
        "level": text,
        "probability": share,
        "kind": text,
        "decided_by": text,
        "reasons": pa.list_(text),
        "coverage": share,
        **{f"source_{source}": text for source in SOURCES},
        "checked_at": pa.timestamp("s", tz="UTC"),
        "seconds": share,
        "error": text,
    }
    return pa.schema(list(columns.items()))


def _row(result: Result) -> dict[str, Any]:
    return {
        "line": result.line,
        "lines": 1 + len(result.repeats),
        "id": None if result.id is None else str(result.id),
        "host": result.host,
        "domain": result.domain,
        "family": result.family or None,
        "level": result.level or None,
        "probability": result.probability,
        "kind": result.kind or None,
        "decided_by": result.decided_by or None,
        "reasons": list(result.reasons),
        "coverage": result.coverage,
        **{f"source_{source}": result.sources.get(source) for source in SOURCES},
        "checked_at": datetime.fromisoformat(result.checked_at) if result.checked_at else None,
        "seconds": result.seconds,
        "error": result.error or None,
    }
