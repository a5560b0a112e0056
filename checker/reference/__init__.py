"""Tables of facts, one CSV a subject, every row with its ``source``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``name``.csv, header names as keys, empty cells as empty strings."""
    text = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(StringIO(text, newline="")))
