"""What every reader gives back: headings and rows of plain text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 2_000
"""Characters of one cell; what is longer is no address, number or name."""


class Form(StrEnum):
    """In what form a list came."""

    CSV = "csv"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one list."""

    headings: tuple[str, ...]
    """Empty for a text without columns (a PDF): then each row is one line in one cell."""
    rows: tuple[tuple[str, ...], ...]
    """As many cells as headings. Addresses that links of a cell lead to stand behind its text."""


class Unreadable(ValueError):  # noqa: N818 - says what the file is
    """The file has no list that can be read: ``empty``, ``no_table``, ``no_column``, ``too_large``,
    ``damaged``, ``encoding`` or ``pdf_extra``."""


_LOOKED_AT = 20


def headed(rows: list[list[str]]) -> Table:
    """The table of ``rows``: what stands above the first full line is a title, that line is the headings.

    Raises :class:`Unreadable` when there is nothing, or too much.
    """
    rows = [row for row in rows if any(value.strip() for value in row)]
    if not rows:
        raise Unreadable("empty")
    width = max(len(row) for row in rows[:_LOOKED_AT])
    full = (at for at, row in enumerate(rows) if 2 * sum(map(bool, map(str.strip, row))) > width)
    start = next(full, 0)
    return table(rows[start], rows[start + 1 :])


def cell(text: str) -> str:
    """``text`` on one line, cut where no real value goes on."""
    return " ".join(text[: 4 * MAX_CELL].split())[:MAX_CELL]


def table(headings: list[str], rows: list[list[str]]) -> Table:
    """A table whose rows are as long as its headings; rows without any text are left out.

    Raises :class:`Unreadable` when it is too large.
    """
    width = len(headings)
    if width > MAX_COLUMNS or len(rows) > MAX_ROWS:
        raise Unreadable("too_large")
    even = ([*row, *([""] * width)][:width] for row in rows)
    return Table(
        headings=tuple(map(cell, headings)),
        rows=tuple(tuple(map(cell, row)) for row in even if any(value.strip() for value in row)),
    )
