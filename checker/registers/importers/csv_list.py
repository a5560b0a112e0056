"""Lists as separated values: commas, semicolons, tabs or bars; UTF-8, UTF-16 or the old code pages."""

from __future__ import annotations

import csv
from io import StringIO

from checker.registers.importers.table import MAX_ROWS, Table, Unreadable, headed

_SEPARATORS = ",;\t|"
_LOOKED_AT = 20


def read_csv(text: str) -> Table:
    """The table in ``text``."""
    separator = _separator(text)
    try:
        rows = [row for row, _ in zip(_rows(text, separator), range(MAX_ROWS + 2), strict=False)]
    except csv.Error:
        raise Unreadable("damaged") from None
    return headed(rows)


def _rows(text: str, separator: str) -> csv._reader:  # type: ignore[name-defined]
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The sign that stands equally often in the first lines; the comma when none does."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_LOOKED_AT]

    def regular(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0, usual)

    return max(_SEPARATORS, key=regular)
