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
    """The file has no list that can be read; the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of a file: its table, or the reason why there is none."""

    form: Form | None
    table: Table | None = None
    problem: str = ""
    """``empty``, ``no_table``, ``too_large``, ``damaged``, ``time``, ``pdf_extra`` or ``encoding``."""


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
