"""Lists as PDF: the lines of its text. Needs the optional package ``pypdf`` (``rxlens[pdf]``).

A PDF has no columns, only words at places, so each row is a line. An address broken at the end of
a line cannot be put together with certainty: the line is left without it, and the half on the next line
is taken away, because half an address may be somebody else's whole one.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from io import BytesIO

from checker.registers.importers.table import MAX_ROWS, Table, Unreadable, cell

MAX_PAGES = 3_000


def read_pdf(data: bytes) -> Table:
    """The lines of all pages of ``data``."""
    lines: list[str] = []
    for page in _pages(data):
        lines.extend(filter(None, map(cell, page.splitlines())))
        if len(lines) > MAX_ROWS:
            raise Unreadable("too_large")
    if not lines:
        raise Unreadable("empty")
    return Table(headings=(), rows=tuple((line,) for line in whole_addresses(lines)))


def _pages(data: bytes) -> Iterator[str]:
    try:
        pypdf = importlib.import_module("pypdf")
    except ImportError:
        raise Unreadable("pdf_extra") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = pypdf.PdfReader(BytesIO(data)).pages
        if len(pages) > MAX_PAGES:
            raise Unreadable("too_large")
        for page in pages:
            yield page.extract_text() or ""
    except Unreadable:
        raise
    except Exception:  # A hostile file raises whatever it likes out of the reader.
        raise Unreadable("damaged") from None


def whole_addresses(lines: list[str]) -> Iterator[str]:
    """``lines`` without addresses that go on in the next line, and without what goes on there.

    >>> list(whole_addresses(["A www.long-", "name.de B", "C www.c.de"]))
    ['A', 'B', 'C www.c.de']
    """
    broken = False
    for line in lines:
        words = line.split(" ")
        if broken:
            words = words[1:]
        last = words[-1].lower() if words else ""
        broken = last.startswith(("www.", "http")) and last.endswith(("-", ".", "_", "://"))
        yield " ".join(words[:-1] if broken else words)
