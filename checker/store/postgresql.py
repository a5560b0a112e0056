"""One part of the store in a PostgreSQL database, by address: how it is reached and how long it is waited for."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.pool import ConnectionPoolEntry

from checker.store.schema import Part

MOST_CONNECTIONS = 8
"""Connections of one part in one process."""
ANSWER_SECONDS = 5.0
"""How long one statement may take; whoever has more to do does it in pieces."""
_UPGRADE = zlib.crc32(b"rxlens upgrade")
"""The advisory lock under which a schema is brought up to date."""


class Postgresql:
    """The tables of a part in a database that all parts and any number of processes share."""

    is_same = True

    def __init__(self, part: Part, url: URL, patience: float) -> None:
        self._part, self._url, self._patience = part, url, patience

    def open(self, prepare: Callable[[Engine], None]) -> Engine:
        """The database as an engine, brought to the present schema by ``prepare``."""
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

        @event.listens_for(engine, "connect")
        def set_up(connection: psycopg.Connection[Any], entry: ConnectionPoolEntry) -> None:
            connection.autocommit = True
            for name, value in (
                ("lock_timeout", f"{self._patience * 1000:.0f}"),
                ("statement_timeout", f"{ANSWER_SECONDS * 1000:.0f}"),
                ("synchronous_commit", "on" if self._part.durable else "off"),
            ):
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
            connection.autocommit = False

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            if connection.get_execution_options().get("reads", False):
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        try:
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def lock_for_upgrade(self, connection: Connection) -> None:
        """One process at a time; it may take as long as it takes."""
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE)))
        connection.execute(text("SET LOCAL statement_timeout = 0"))

    def scrub(self, engine: Engine) -> None:
        """Rows that were deleted are removed by the server's own autovacuum."""
