"""What outlives the process: two SQLite databases, and honesty when they fail.

``cache.sqlite`` holds finished reports by host, without path and query, and may be thrown away at any
time. ``kept.sqlite`` holds what somebody asked us to keep (saved reports, appeals) and the log of
changes; there a commit is on the disk before it is acknowledged. Whatever goes wrong with either is
:class:`NotStored`: the service answers on, and says that nothing was saved.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

log = logging.getLogger("rxlens.web")

BUSY_SECONDS = 0.25
"""How long another process may hold the database before we do without it."""
REST_SECONDS = 5.0
"""How long a database that failed is left alone, so that answers do not wait for it each time."""
DAY = 86_400.0

_CACHE = """
CREATE TABLE IF NOT EXISTS reports (
    key TEXT PRIMARY KEY, report BLOB NOT NULL, made REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reports_expire ON reports (expires);
"""
_KEPT = """
CREATE TABLE IF NOT EXISTS saved (
    token TEXT PRIMARY KEY, delete_key TEXT NOT NULL, report BLOB NOT NULL,
    made REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS appeals (
    id TEXT PRIMARY KEY, host TEXT NOT NULL, level TEXT NOT NULL, role TEXT NOT NULL,
    text TEXT NOT NULL, contact TEXT NOT NULL, made REAL NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS levels (
    host TEXT NOT NULL, country TEXT NOT NULL, level TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (host, country)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (
    at REAL NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, country TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS changes_at ON changes (at);
"""


class NotStored(Exception):  # noqa: N818 - its name says what happened
    """The database cannot be used now. Says nothing about what was to be stored."""


class Database:
    """One SQLite file in WAL mode, opened when it is first needed and again after it failed.

    ``durable`` waits for the disk at every commit. A file that is no database, or a damaged one, is
    put aside under another name, never deleted, and a new one begun.
    """

    def __init__(self, path: Path | None, schema: str, *, durable: bool) -> None:
        self._path, self._schema, self._durable = path, schema, durable
        self._connection: sqlite3.Connection | None = None
        self._lock = Lock()
        self._rest_until = 0.0
        self.problem = "" if path else "off"
        """What stands in the way now, in one word; empty when all is well."""

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """The connection inside one transaction, for one thread at a time; raises :class:`NotStored`."""
        if self._path is None or time.monotonic() < self._rest_until:
            raise NotStored
        if not self._lock.acquire(timeout=BUSY_SECONDS * 4):
            raise NotStored
        try:
            connection = self._opened()
            with connection:
                yield connection
            self.problem = ""
        except (sqlite3.Error, OSError, OverflowError, MemoryError) as error:
            self._fail(error)
            raise NotStored from None
        finally:
            self._lock.release()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            assert self._path is not None
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                self._connection = self._open(self._path)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._put_aside(self._path)
                self._connection = self._open(self._path)
        return self._connection

    def _open(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, check_same_thread=False, cached_statements=32
        )
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            mode = "FULL" if self._durable else "NORMAL"
            connection.execute(f"PRAGMA synchronous={mode}")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.executescript(self._schema)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != ("ok",):
                raise sqlite3.DatabaseError("database disk image is malformed")
        except BaseException:
            connection.close()
            raise
        with suppress(OSError):
            path.chmod(0o600)
        return connection

    def _put_aside(self, path: Path) -> None:
        log.error("a database is damaged: put aside, and a new one begun")
        mark = f".damaged-{time.time_ns()}"
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                beside = path.with_name(path.name + ending)
                beside.rename(beside.with_name(beside.name + mark))

    def _fail(self, error: Exception) -> None:
        self.problem = _word_for(error)
        self._rest_until = time.monotonic() + REST_SECONDS
        log.error("a database cannot be used: %s", self.problem)
        if not _is_busy(error):
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._drop()


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_damage(error: Exception) -> bool:
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "malformed" in str(
        error
    )


def _is_busy(error: Exception) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _word_for(error: Exception) -> str:
    if _is_damage(error):
        return "damaged"
    if _is_busy(error):
        return "locked"
    words = {
        sqlite3.SQLITE_FULL: "full",
        sqlite3.SQLITE_READONLY: "read_only",
        sqlite3.SQLITE_CANTOPEN: "cannot_open",
        sqlite3.SQLITE_IOERR: "disk_error",
    }
    return words.get(_code(error), "unavailable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A report somebody asked to keep."""

    report: bytes
    """Plain JSON."""
    made: float
    expires: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Somebody says that an answer is wrong."""

    host: str
    level: str
    role: str
    text: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the public log: a level that changed, or a list that was renewed."""

    at: float
    kind: str
    """``verdict`` or ``list``."""
    subject: str
    """A host that stands on a public list, or the name of the list."""
    country: str
    before: str
    after: str


class Store:
    """Everything that is kept. Every method may raise :class:`NotStored`, and nothing else."""

    def __init__(self, directory: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._cache = Database(directory and directory / "cache.sqlite", _CACHE, durable=False)
        self._kept = Database(directory and directory / "kept.sqlite", _KEPT, durable=True)

    @property
    def problems(self) -> dict[str, str]:
        """What stands in the way of either database now; ``off`` when it is not wanted."""
        return {"cache": self._cache.problem, "kept": self._kept.problem}

    def close(self) -> None:
        """Close both files."""
        self._cache.close()
        self._kept.close()

    # Finished reports, by host

    def cache(self, key: str, report: bytes, seconds: float) -> None:
        """Keep a finished report for ``seconds``."""
        now = self._clock()
        with self._cache.connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?)",
                (key, zlib.compress(report, 6), now, now + seconds),
            )

    def cached(self, key: str) -> Saved | None:
        """The report kept for ``key``, unless its time is over."""
        with self._cache.connection() as connection:
            row = connection.execute(
                "SELECT report, made, expires FROM reports WHERE key = ? AND expires > ?",
                (key, self._clock()),
            ).fetchone()
        return _saved(row)

    def forget_reports(self) -> None:
        """Delete all finished reports, whatever time they have left."""
        with self._cache.connection() as connection:
            connection.execute("DELETE FROM reports")

    # Saved reports

    def save(self, report: bytes, days: float) -> tuple[str, str]:
        """Keep a report at a random address; returns its token and the key that deletes it."""
        token, key = secrets.token_urlsafe(24), secrets.token_urlsafe(12)
        now = self._clock()
        with self._kept.connection() as connection:
            connection.execute(
                "INSERT INTO saved VALUES (?, ?, ?, ?, ?)",
                (_hash(token), _hash(key), zlib.compress(report, 6), now, now + days * DAY),
            )
        return token, key

    def saved(self, token: str) -> Saved | None:
        """The saved report at ``token``, unless its time is over."""
        with self._kept.connection() as connection:
            row = connection.execute(
                "SELECT report, made, expires FROM saved WHERE token = ? AND expires > ?",
                (_hash(token), self._clock()),
            ).fetchone()
        return _saved(row)

    def delete(self, token: str, key: str) -> bool:
        """Delete a saved report; False when there is none, or the key is another's."""
        with self._kept.connection() as connection:
            done = connection.execute(
                "DELETE FROM saved WHERE token = ? AND delete_key = ?", (_hash(token), _hash(key))
            )
            return done.rowcount > 0

    # Appeals

    def appeal(self, appeal: Appeal, days: float) -> str:
        """Keep an appeal; returns its number."""
        number, now = secrets.token_hex(6), self._clock()
        with self._kept.connection() as connection:
            connection.execute(
                "INSERT INTO appeals VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    appeal.host,
                    appeal.level,
                    appeal.role,
                    appeal.text,
                    appeal.contact,
                    now,
                    now + days * DAY,
                ),
            )
        return number

    def appeals(self) -> list[tuple[str, float, Appeal]]:
        """All appeals with number and time, oldest first: for whoever runs the service."""
        with self._kept.connection() as connection:
            rows = connection.execute(
                "SELECT id, made, host, level, role, text, contact FROM appeals"
                " WHERE expires > ? ORDER BY made",
                (self._clock(),),
            ).fetchall()
        return [
            (number, made, Appeal(host=host, level=level, role=role, text=text, contact=contact))
            for number, made, host, level, role, text, contact in rows
        ]

    def answered(self, number: str) -> bool:
        """Delete an appeal that was dealt with."""
        with self._kept.connection() as connection:
            return connection.execute("DELETE FROM appeals WHERE id = ?", (number,)).rowcount > 0

    # The log of changes

    def note_level(self, host: str, country: str, level: str) -> None:
        """Note the level of a host that stands on a public list; a change goes into the log."""
        self._note("verdict", host, country, level)

    def note_list(self, name: str, state: str) -> None:
        """Note the day and size of a list; a change goes into the log."""
        self._note("list", f"list:{name}", "", state)

    def _note(self, kind: str, subject: str, country: str, now_is: str) -> None:
        now = self._clock()
        with self._kept.connection() as connection:
            row = connection.execute(
                "SELECT level FROM levels WHERE host = ? AND country = ?", (subject, country)
            ).fetchone()
            before = row[0] if row else ""
            if before == now_is:
                return
            connection.execute(
                "INSERT OR REPLACE INTO levels VALUES (?, ?, ?, ?)", (subject, country, now_is, now)
            )
            if before or kind == "list":
                name = subject.removeprefix("list:")
                connection.execute(
                    "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?)",
                    (now, kind, name, country, before, now_is),
                )

    def changes(self, most: int = 200) -> list[Change]:
        """The newest changes, newest first."""
        with self._kept.connection() as connection:
            rows = connection.execute(
                "SELECT at, kind, subject, country, before, after FROM changes"
                " ORDER BY at DESC LIMIT ?",
                (most,),
            ).fetchall()
        return [
            Change(at=at, kind=kind, subject=subject, country=country, before=before, after=after)
            for at, kind, subject, country, before, after in rows
        ]

    # Time

    def forget(self) -> int:
        """Delete everything whose time is over, also from the files; returns how many rows."""
        now, gone = self._clock(), 0
        for database, statements in (
            (self._cache, ("DELETE FROM reports WHERE expires <= ?",)),
            (
                self._kept,
                (
                    "DELETE FROM saved WHERE expires <= ?",
                    "DELETE FROM appeals WHERE expires <= ?",
                ),
            ),
        ):
            with suppress(NotStored):
                with database.connection() as connection:
                    for statement in statements:
                        gone += connection.execute(statement, (now,)).rowcount
                # Rows also stand in the write-ahead log until it is cut.
                with database.connection() as connection:
                    connection.commit()
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone


def _hash(secret: str) -> str:
    """What is stored of a secret address: enough to find it by, not enough to go there."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _saved(row: tuple[Any, ...] | None) -> Saved | None:
    if row is None:
        return None
    try:
        return Saved(report=zlib.decompress(row[0]), made=row[1], expires=row[2])
    except zlib.error:  # A page of the file went bad: as good as not there.
        return None
