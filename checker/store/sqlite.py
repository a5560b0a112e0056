"""One part of the store in a SQLite file: how it is opened, examined, put aside when damaged, and scrubbed."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from checker.store.errors import is_damage
from checker.store.schema import Part

log = logging.getLogger("rxlens.store")

MOST_CONNECTIONS = 64
OPENING_SECONDS = 10.0
"""How long another process may take to open a file, which includes bringing its schema up to date."""
_BESIDE = ("", "-wal", "-shm")


class SqliteFile:
    """A file in WAL mode, readable by its owner alone, in a directory of the same kind.

    A file that is no database, or a damaged one, is put aside under another name, never deleted, and a
    new one begun. Processes that open the same file do so one after the other.
    """

    def __init__(self, part: Part, path: Path, patience: float) -> None:
        self._part, self._path, self._patience = part, path, patience
        self._opened: tuple[int, int] | None = None

    def open(self, prepare: Callable[[Engine], None]) -> Engine:
        """The file as an engine, brought to the present schema by ``prepare``."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone():
            try:
                return self._examined(prepare)
            except DatabaseError as error:
                if not is_damage(error):
                    raise
                self._put_aside()
                return self._examined(prepare)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time opens files of this directory; raises ``BlockingIOError`` after waiting too long."""
        directory = os.open(self._path.parent, os.O_RDONLY)
        try:
            end = time.monotonic() + OPENING_SECONDS
            while True:
                try:
                    fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.02)
            yield
        finally:
            os.close(directory)

    def _examined(self, prepare: Callable[[Engine], None]) -> Engine:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        with suppress(OSError):
            self._path.chmod(0o600)
        engine = _engine(f"sqlite:///{self._path}", self._part.durable, self._patience)
        try:
            if self._part.examined:
                with engine.connect() as connection:
                    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                if found != "ok":
                    raise _damaged()
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        self._opened = self._identity()
        return engine

    def _put_aside(self) -> None:
        log.error("a database is damaged: put aside, and a new one begun")
        mark = f".damaged-{time.time_ns()}"
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                beside = self._path.with_name(self._path.name + ending)
                beside.rename(beside.with_name(beside.name + mark))

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @property
    def is_same(self) -> bool:
        """The file that was opened still lies where it lay: nobody deleted it or put it aside."""
        return self._identity() == self._opened

    @contextmanager
    def upgrading(self, engine: Engine) -> Iterator[Connection]:
        """A transaction that no other process upgrades beside: those that write are alone by themselves."""
        with engine.begin() as connection:
            yield connection

    def scrub(self, engine: Engine) -> None:
        """Deleted rows also stand in the write-ahead log until it is cut."""
        with closing(engine.raw_connection()) as connection:  # within a transaction it is refused
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


class SqliteMemory:
    """A part that ends with its process, on one connection: for measuring and for tests."""

    is_same = True

    def __init__(self, part: Part) -> None:
        self._part = part

    def open(self, prepare: Callable[[Engine], None]) -> Engine:
        """An empty part."""
        engine = _engine("sqlite://", self._part.durable, 0.0)
        prepare(engine)
        return engine

    @contextmanager
    def upgrading(self, engine: Engine) -> Iterator[Connection]:
        """Any transaction: nobody else knows of it."""
        with engine.begin() as connection:
            yield connection

    def scrub(self, engine: Engine) -> None:
        """There is no file."""


def _damaged() -> DatabaseError:
    found = sqlite3.DatabaseError("quick_check")
    found.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return DatabaseError("PRAGMA quick_check", None, found)


def _engine(url: str, durable: bool, patience: float) -> Engine:
    in_memory = url == "sqlite://"
    # Readers take a connection each; those who write wait for one another in the file itself.
    pool = (
        {"poolclass": StaticPool}
        if in_memory
        else {
            "poolclass": QueuePool,
            "pool_size": 4,
            "max_overflow": MOST_CONNECTIONS,
            "pool_timeout": patience,
        }
    )
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": patience, "check_same_thread": False},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        # SQLAlchemy's recipe for SQLite: the module begins no transactions by itself, we do.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA trusted_schema=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes then would be refused, not made to wait.
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
