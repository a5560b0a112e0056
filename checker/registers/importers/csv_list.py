"""Lists as separated values: commas, semicolons, tabs or bars; UTF-8, UTF-16 or the old code pages."""

from __future__ import annotations

import csv
from io import StringIO

from checker.registers.importers.table import MAX_ROWS, Table, Unreadable, table

_SEPARATORS = ",;\t|"
_LOOKED_AT = 20


def read_csv(text: str) -> Table:
    """The table in ``text``; the first line with more than half of the widest line's cells heads it."""
    separator = _separator(text)
    try:
        rows = [row for row, _ in zip(_rows(text, separator), range(MAX_ROWS + 2), strict=False)]
    except csv.Error:
        raise Unreadable("damaged") from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise Unreadable("empty")
    width = max(len(row) for row in rows[:_LOOKED_AT])
    start = next(at for at, row in enumerate(rows) if 2 * _filled(row) > width)
    return table(rows[start], rows[start + 1 :])


def _rows(text: str, separator: str) -> csv._reader:  # type: ignore[name-defined]
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _separator(text: str) -> str:
    """The sign that stands equally often in the first lines; the comma when none does."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_LOOKED_AT]

    def regular(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0, usual)

    return max(_SEPARATORS, key=regular)
