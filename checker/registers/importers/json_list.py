"""Lists as JSON: the largest list of objects in it, however deep it lies; or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checker.registers.importers.table import MAX_ROWS, Table, Unreadable, table

_DEEPEST = 8


def read_json(text: str) -> Table:
    """The table in ``text``. Keys of objects inside a row count by their own name."""
    rows = max(_lists(_parsed(text), 0), key=len, default=[])
    if not rows:
        raise Unreadable("no_table")
    if len(rows) > MAX_ROWS:
        raise Unreadable("too_large")
    flat = [dict(_flat(row, 0)) for row in rows]
    headings = list(dict.fromkeys(key for row in flat for key in row))
    return table(headings, [[row.get(key, "") for key in headings] for row in flat])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("damaged") from None
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise Unreadable("damaged") from None


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        if objects:
            yield objects
        for item in value:
            yield from _lists(item, depth + 1)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _lists(item, depth + 1)


def _flat(row: dict[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if isinstance(value, dict):
            if depth < _DEEPEST:
                yield from _flat(value, depth + 1)
        elif isinstance(value, list):
            yield (
                str(key),
                " ".join(str(item) for item in value if not isinstance(item, (dict, list))),
            )
        elif value is not None:
            yield str(key), str(value)
