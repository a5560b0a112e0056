"""One part of the store in a PostgreSQL database, by address: how it is reached and how long it is waited for."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, func, select
from sqlalchemy.pool import ConnectionPoolEntry

from checker.store.schema import Part

MOST_CONNECTIONS = 8
"""Connections of one part in one process."""
ANSWER_SECONDS = 5.0
"""How long one statement may take; whoever has more to do does it in pieces."""
_UPGRADE = zlib.crc32(b"rxlens upgrade")
"""The advisory lock under which a schema is brought up to date."""

_Value = TypeVar("_Value")


class _Bounded(psycopg.Connection[Any]):
    """Gives up on a server that is there and does not answer, whose own time limits do not help."""

    def wait(
        self, gen: PQGen[_Value], interval: float = 0.1, timeout: float | None = None
    ) -> _Value:
        """What ``gen`` comes to, waiting for the server as long as is allowed."""
        return super().wait(self._within(gen, time.monotonic() + ANSWER_SECONDS + 1), interval)

    def _within(self, gen: PQGen[_Value], end: float) -> PQGen[_Value]:
        ready = None
        while True:
            try:
                wanted = next(gen) if ready is None else gen.send(ready)
            except StopIteration as done:
                value: _Value = done.value
                return value
            ready = yield wanted
            if not ready and time.monotonic() > end:
                self.close()
                raise psycopg.OperationalError("the server does not answer")


class Postgresql:
    """The tables of a part in a database that all parts and any number of processes share."""

    is_same = True

    def __init__(self, part: Part, url: URL, patience: float) -> None:
        self._part, self._url, self._patience = part, url, patience

    def open(self, prepare: Callable[[Engine], None]) -> Engine:
        """The database as an engine, brought to the present schema by ``prepare``."""
        engine = self._engine(_Bounded, ANSWER_SECONDS)
        try:
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _engine(self, kind: type[psycopg.Connection[Any]], answer_seconds: float) -> Engine:
        engine = create_engine(
            self._url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=MOST_CONNECTIONS,
            max_overflow=0,
            pool_timeout=self._patience,
            connect_args={
                "application_name": "rxlens",
                "connect_timeout": max(2, round(self._patience)),
                "tcp_user_timeout": round(ANSWER_SECONDS * 1000),
                "keepalives_idle": 10,
            },
        )

        @event.listens_for(engine, "do_connect")
        def connect(
            dialect: Dialect, entry: ConnectionPoolEntry, words: tuple[Any], named: dict[str, Any]
        ) -> psycopg.Connection[Any]:
            return kind.connect(*words, **named)

        @event.listens_for(engine, "connect")
        def set_up(connection: psycopg.Connection[Any], entry: ConnectionPoolEntry) -> None:
            connection.autocommit = True
            for name, value in (
                ("lock_timeout", f"{self._patience * 1000:.0f}"),
                ("statement_timeout", f"{answer_seconds * 1000:.0f}"),
                ("synchronous_commit", "on" if self._part.durable else "off"),
            ):
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
            connection.autocommit = False

        return engine

    @contextmanager
    def upgrading(self, engine: Engine) -> Iterator[Connection]:
        """A transaction that no other process upgrades beside, and that takes as long as it takes."""
        patient = self._engine(psycopg.Connection, answer_seconds=0)
        try:
            with patient.begin() as connection:
                connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE)))
                yield connection
        finally:
            patient.dispose()

    def scrub(self, engine: Engine) -> None:
        """Rows that were deleted are removed by the server's own autovacuum."""
