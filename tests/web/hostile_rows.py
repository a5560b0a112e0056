"""The rows of the table of hostile input, as values."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One hostile input: where it comes in, what it is, and what must become of it."""

    id: str
    context: str
    text: str
    why: str
    expected: str


def rows(fixtures: Path, *contexts: str) -> list[Row]:
    """The rows that come in at one of ``contexts``, or all."""
    with (fixtures / "bad_inputs.csv").open(encoding="utf-8", newline="") as lines:
        found = [
            Row(
                id=row["id"],
                context=row["context"],
                text=_text(row),
                why=row["why"],
                expected=row["expected"],
            )
            for row in csv.DictReader(lines)
        ]
    return [row for row in found if not contexts or row.context in contexts]


def _text(row: dict[str, str]) -> str:
    if row["repeat"]:
        return "".join(text * count for text, count in json.loads(row["repeat"]))
    return str(json.loads(f'"{row["input"]}"'))


def encodable(text: str) -> str:
    """``text`` as a client can send it: halves of characters are none."""
    return text.encode("utf-8", "replace").decode("utf-8")
