"""What a store holds, told without changing anything: no file is made, mended, put aside or brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Table, create_engine, func, inspect, select, text

from checker.errors import NotStored
from checker.store.database import address_of, file_in, is_address
from checker.store.errors import FAILURES, Newer, word_for
from checker.store.revisions import revision_in, revisions_of
from checker.store.schema import PARTS, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One part of a store as it is."""

    part: str
    revision: str
    """Empty where there is nothing yet, and of what the first version of the program made."""
    newest: str
    """The revision this program works with."""
    rows: dict[str, int]
    """Rows of each table of today that is there."""

    @property
    def is_older(self) -> bool:
        """Something is there, of an earlier version."""
        return bool(self.rows) and self.revision != self.newest


def look(place: str | Path | None) -> list[Held]:
    """Every part of the store at ``place``; raises :class:`~checker.errors.NotStored`."""
    return [_held(place, part) for part in PARTS]


def _held(place: str | Path | None, part: Part) -> Held:
    where, newest = file_in(place, part), revisions_of(part.name)[-1]
    if where is None:
        raise NotStored("off")
    if not is_address(where) and not Path(where).exists():
        return Held(part=part.name, revision="", newest=newest, rows={})
    try:
        with _reading(where) as connection:
            revision = revision_in(connection, part)
            if revision and revision not in revisions_of(part.name):
                raise Newer
            there = [t for t in part.tables if inspect(connection).has_table(t.name)]
            rows = {table.name: count(connection, table) for table in there}
    except FAILURES as error:
        raise NotStored(word_for(error)) from None
    return Held(part=part.name, revision=revision, newest=newest, rows=rows)


def count(connection: Connection, table: Table) -> int:
    """How many rows ``table`` has."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@contextmanager
def _reading(place: str | Path) -> Iterator[Connection]:
    """A connection that the engine itself keeps from writing."""
    if is_address(place):
        engine, only = create_engine(address_of(str(place))), "SET TRANSACTION READ ONLY"
    else:
        engine = create_engine(f"sqlite:///file:{quote(str(place))}?mode=ro&uri=true")
        only = "PRAGMA query_only=ON"
    try:
        with engine.connect() as connection:
            connection.execute(text(only))
            yield connection
    finally:
        engine.dispose()
