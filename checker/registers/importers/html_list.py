"""Lists as web pages: the largest table with those that have its headings; or else the page's lists of links.

Read with the standard library's event parser: it keeps no tree, so depth costs nothing.
"""

from __future__ import annotations

from html.parser import HTMLParser

from checker.registers.importers.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    Table,
    Unreadable,
    headed,
    table,
)

_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "template", "noscript"})
_MOST_TABLES = 500


def read_html(text: str) -> Table:
    """The table in ``text``."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    found = max((t for t in parser.tables if len(t) > 1), key=len, default=None)
    if found is not None:
        # Long lists come in pieces, one for each letter or district.
        pieces = (t[1:] for t in parser.tables if t is not found and t and t[0] == found[0])
        return headed(found + [row for piece in pieces for row in piece])
    items = [item for items in parser.lists if _lists_addresses(items) for item in items]
    if items:
        return table(["entry"], [[item] for item in items])
    raise Unreadable("no_table")


def _lists_addresses(items: list[str]) -> bool:
    """Whether half of the items lead off the page: the ways around a site do not."""
    leading = sum("://" in item or "www." in item for item in items)
    return 2 * leading >= len(items) > 0


class _Tables(HTMLParser):
    """Rows of tables, and items of lists, with the addresses their links lead to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.lists: list[list[str]] = []
        self._open: list[list[list[str]]] = []
        self._text: list[str] | None = None
        self._item: list[str] | None = None
        self._silent = 0
        self._items = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or an item; note where a link leads."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table()
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
            if len(self._open[-1]) > MAX_ROWS:
                raise Unreadable("too_large")
        elif tag in _CELLS and self._open:
            self._end_cell()
            self._text = []
        elif tag in ("ul", "ol") and not self._open:
            self._end_item()
            self.lists.append([])
        elif tag == "li" and not self._open:
            self._end_item()
            self._item = []
        elif tag == "a":
            self._note(" " + (dict(attrs).get("href") or "") + " ")
        elif tag in ("br", "p", "div"):
            self._note(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what ``tag`` began; tags that were never closed are ended by what follows."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS or tag == "tr":
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self.tables.append([row for row in self._open.pop() if row])
        elif tag in ("li", "ul", "ol"):
            self._end_item()

    def handle_data(self, data: str) -> None:
        """Text of the cell or item that is open."""
        if not self._silent:
            self._note(data)

    def close(self) -> None:
        """End everything that is still open."""
        super().close()
        self._end_cell()
        self._end_item()
        self.tables.extend([row for row in rows if row] for rows in reversed(self._open))
        self._open = []

    def _begin_table(self) -> None:
        if len(self.tables) + len(self._open) >= _MOST_TABLES:
            raise Unreadable("too_large")
        self._text = None
        self._open.append([])

    def _note(self, text: str) -> None:
        for into in (self._text, self._item):
            if into is not None:
                into.append(text)

    def _end_cell(self) -> None:
        if self._text is not None and self._open:
            rows = self._open[-1]
            if not rows:
                rows.append([])
            if len(rows[-1]) >= MAX_COLUMNS:
                raise Unreadable("too_large")
            rows[-1].append("".join(self._text))
        self._text = None

    def _end_item(self) -> None:
        if self._item is not None:
            if not self.lists:
                self.lists.append([])
            self.lists[-1].append("".join(self._item))
            self._items += 1
            if self._items > MAX_ROWS:
                raise Unreadable("too_large")
        self._item = None
