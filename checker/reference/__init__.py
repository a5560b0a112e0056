"""Tables of facts, one CSV a subject, every row with its ``source``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``name``.csv, header names as keys, empty cells as empty strings."""
    with files(__name__).joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
