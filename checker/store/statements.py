"""Statements that SQLite and PostgreSQL both have, and SQLAlchemy spells for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Row = Mapping[str, Any]
_Thing = TypeVar("_Thing")


def in_groups(things: Iterable[_Thing], most: int) -> Iterator[list[_Thing]]:
    """``things`` in lists of ``most``, the last of the rest: a statement takes only so many."""
    rest = iter(things)
    while some := list(islice(rest, most)):
        yield some


def upsert(connection: Connection, table: Table, rows: Row | Sequence[Row]) -> None:
    """Put ``rows`` into ``table``; one with the same primary key is replaced."""
    connection.execute(_upsert(connection.dialect.name, table), rows)


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Put ``row`` into ``table`` unless its primary key is taken; whether it was put."""
    return connection.execute(_insert_new(connection.dialect.name, table), row).first() is not None


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _upsert(dialect: str, table: Table) -> Insert:
    statement = _insert(dialect, table)
    keys = {column.name for column in table.primary_key}
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


@cache
def _insert_new(dialect: str, table: Table) -> ReturningInsert[Any]:
    return _insert(dialect, table).on_conflict_do_nothing().returning(*table.primary_key)
