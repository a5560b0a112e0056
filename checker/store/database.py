"""A database of ours: one part of the store, by directory or address, and honesty when it fails.

A *place* is the path of a SQLite file, ``:memory:``, or the address of a PostgreSQL database
(``postgresql://user@host/name``). Statements are SQLAlchemy Core and the same for all of them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import ConnectionPoolEntry

from checker.errors import InputRefused, NotStored
from checker.message import N_, message
from checker.store.errors import FAILURES, word_for
from checker.store.locks import WAIT_SECONDS, held
from checker.store.revisions import is_current, upgrade
from checker.store.schema import Part
from checker.store.sqlite import SqliteFile, SqliteMemory

log = logging.getLogger("rxlens.store")

PATIENCE = 1.0
"""Seconds for which another process may hold a database before we do without it."""
REST_SECONDS = 5.0
"""How long a database that failed is left alone, so that answers do not wait for it each time."""
MEMORY = ":memory:"


class _Driver(Protocol):
    """What differs between the engines."""

    @property
    def is_same(self) -> bool:
        """What was opened is still what is to be used."""

    def open(self, prepare: Callable[[Engine], None]) -> Engine:
        """An engine whose database ``prepare`` was called for."""

    def upgrading(self, engine: Engine) -> AbstractContextManager[Connection]:
        """A transaction that no other process upgrades beside."""

    def scrub(self, engine: Engine) -> None:
        """Remove what is left of deleted rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """The last one. What began before it says nothing of now; nor does reading, where writing failed."""

    at: float = 0.0
    writing: bool = False


def is_address(place: str | Path) -> bool:
    """Whether ``place`` is the address of a database server, not a path."""
    return isinstance(place, str) and "://" in place


def file_in(place: str | Path | None, part: Part) -> str | Path | None:
    """The place of ``part`` where ``place`` is a directory, the address of a server, or nothing."""
    if place is None or is_address(place):
        return place
    return Path(place) / part.file


class Database:
    """One part of the store, opened when it is first needed and again after it failed. Thread-safe.

    ``place`` None is a database that is not wanted (``off``). Every process opens its own: nothing of it
    outlives a fork. ``rest`` are the seconds for which it is left alone after it failed.

    Raises :class:`~checker.errors.InputRefused` (``store``) for an address that is none of PostgreSQL.
    """

    def __init__(
        self,
        part: Part,
        place: str | Path | None,
        *,
        patience: float = PATIENCE,
        rest: float = REST_SECONDS,
    ) -> None:
        self.part = part
        self._driver = None if place is None else _driver(part, place, patience)
        self._rest, self._wait = rest, max(patience, WAIT_SECONDS)
        self._engine: Engine | None = None
        self._opening = Lock()
        self._rest_until = 0.0
        self._failed = _Failure()
        self.problem = "" if place else "off"
        """What stands in the way now, in one word; empty when all is well."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end of the block, undone by an exception.

        Raises :class:`~checker.errors.NotStored`. Within a SQLite file only one such transaction is under way.
        """
        with self._begun(reads=False) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and waits for nobody who writes; raises :class:`~checker.errors.NotStored`."""
        with self._begun(reads=True) as connection:
            yield connection

    def scrub(self) -> None:
        """Remove what is left of deleted rows in files of ours; raises :class:`~checker.errors.NotStored`."""
        with self._telling(reads=True):
            driver, engine = self._usable()
            driver.scrub(engine)

    @contextmanager
    def _begun(self, *, reads: bool) -> Iterator[Connection]:
        with self._telling(reads=reads):
            _, engine = self._usable()
            connected = engine.connect().execution_options(reads=reads)
            with connected as connection, connection.begin():
                yield connection

    @contextmanager
    def _telling(self, *, reads: bool) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        except FAILURES as error:
            self._fail(error, reads=reads)
            raise NotStored(self.problem) from None
        if begun >= self._failed.at and (not reads or not self._failed.writing):
            self.problem = ""

    def _usable(self) -> tuple[_Driver, Engine]:
        if self._driver is None:
            raise NotStored(self.problem)
        self._leave_alone()
        with held(self._opening, self._wait):
            self._leave_alone()  # Whoever was before us may have found it failing.
            if self._engine is not None and not self._driver.is_same:
                self._drop()
            if self._engine is None:
                self._engine = self._driver.open(self._prepare)
            return self._driver, self._engine

    def _leave_alone(self) -> None:
        if time.monotonic() < self._rest_until:
            raise NotStored(self.problem)

    def _prepare(self, engine: Engine) -> None:
        """Bring the schema up to date, if it is not, in one transaction."""
        with engine.connect().execution_options(reads=True) as connection, connection.begin():
            if is_current(connection, self.part):
                return
        assert self._driver is not None
        with self._driver.upgrading(engine) as connection:
            if not is_current(connection, self.part):
                upgrade(connection, self.part, wait=self._wait)

    def _fail(self, error: BaseException, *, reads: bool) -> None:
        word = word_for(error)
        self._failed = _Failure(at=time.monotonic(), writing=not reads and word != "refused")
        log.error("a database cannot be used: %s", word)
        self.problem = word
        if word == "refused":
            return
        self._rest_until = time.monotonic() + self._rest
        if word != "locked":
            self.close()

    def _drop(self) -> None:
        if self._engine is not None:
            # What others still use is closed when it comes back.
            event.listen(self._engine.pool, "checkin", _close)
            self._engine.dispose()
            self._engine = None

    def close(self) -> None:
        """Close it. May be called twice; whoever uses it afterwards opens it again."""
        # Who has been opening it all the while found it closed.
        with suppress(NoneFree), held(self._opening, self._wait):
            self._drop()


def _close(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    if connection is not None:
        connection.close()


def _driver(part: Part, place: str | Path, patience: float) -> _Driver:
    if place == MEMORY:
        return SqliteMemory(part)
    if not is_address(place):
        return SqliteFile(part, Path(place), patience)
    url = address_of(str(place))
    # A SQLite file needs nothing of it.
    from checker.store.postgresql import Postgresql  # noqa: PLC0415

    return Postgresql(part, url, patience)


def address_of(place: str) -> URL:
    """The address of a PostgreSQL database; raises :class:`~checker.errors.InputRefused` (``store``)."""
    try:
        url = make_url(place)
    except ArgumentError:
        raise InputRefused("store", message(_NO_ADDRESS)) from None
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise InputRefused("store", message(_NO_ADDRESS))
    return url.set(drivername="postgresql+psycopg")


_NO_ADDRESS = N_(
    "The address of a store is needed, as in postgresql://user@host/database, or a directory."
)
