"""What is over is deleted: the one place that forgets rows, whatever part they are in.

Every process on a store may do so, at any time: what one has deleted the other does not find.
"""

from __future__ import annotations

from sqlalchemy import Column, Table, delete, select, tuple_

from checker.store.database import Database

_AT_ONCE = 2_000
"""Rows deleted in one transaction, so that nobody waits long."""


def forget(database: Database, *ends: tuple[Column[float] | Column[str], float | str]) -> int:
    """Delete the rows whose column is at or before its end, also from our files; returns how many.

    Raises :class:`~checker.errors.NotStored`.
    """
    gone = sum(_delete(database, column, end) for column, end in ends)
    # Even when nothing went now: a reader may have kept the log from being cut the last time.
    database.scrub()
    return gone


def _delete(database: Database, column: Column[float] | Column[str], end: float | str) -> int:
    table = column.table
    assert isinstance(table, Table)
    keys = tuple_(*table.primary_key)
    over = select(*table.primary_key).where(column <= end).limit(_AT_ONCE)
    gone, some = 0, _AT_ONCE
    while some == _AT_ONCE:
        with database.transaction() as connection:
            some = connection.execute(delete(table).where(keys.in_(over))).rowcount
        gone += some
    return gone
