"""A small slice of the committed tables: quick to learn from, with owners of every group."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from models.tables import (
    AddressTable,
    PageTable,
    read_addresses,
    read_pages,
    write_addresses,
    write_pages,
)
from models.train import DATA, read_params

EVERY = 8


def sliced(table: Any, every: int) -> Any:
    """Every n-th row of a table."""
    kept = {
        field.name: getattr(table, field.name)[::every]
        for field in fields(table)
        if field.name != "names"
    }
    return replace(table, **kept)


@cache
def small_tables() -> tuple[PageTable, AddressTable]:
    return sliced(read_pages(DATA), EVERY), sliced(read_addresses(DATA), 4 * EVERY)


def write_small(folder: Path) -> None:
    pages, addresses = small_tables()
    write_pages(pages, folder)
    write_addresses(addresses, folder)


def quick_params() -> dict[str, Any]:
    """The parameters of the shipped model with few rounds."""
    params = read_params()
    for part in ("full", "offences", "address"):
        params[part]["rounds"] = 12
    return params
