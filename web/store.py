"""What outlives the process: reports, appeals and the log of changes, and honesty when that fails.

Finished reports by host, without path and query, are the ``cache`` part of the store and may be thrown
away at any time. What somebody asked us to keep (saved reports, appeals) and the log of changes are the
``kept`` part, where a commit is on the disk before it is acknowledged. Whatever goes wrong with either is
:class:`NotStored`: the service answers on, and says that nothing was saved.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Row, Select, Table, bindparam, delete, insert, select, update

from checker.errors import NotStored
from checker.store import schema
from checker.store.database import REST_SECONDS, Database, file_in
from checker.store.retention import forget
from checker.store.statements import insert_new, upsert

__all__ = ["Appeal", "Change", "NotStored", "Saved", "Store"]

DAY = 86_400.0


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
    """Everything that is kept. Every method may raise :class:`NotStored`, and nothing else.

    ``place`` is a directory, the address of a PostgreSQL database, or None for no store.
    """

    def __init__(
        self,
        place: str | Path | None,
        *,
        clock: Callable[[], float] = time.time,
        rest: float = REST_SECONDS,
    ) -> None:
        self._clock = clock
        self._cache = Database(schema.CACHE, file_in(place, schema.CACHE), rest=rest)
        self._kept = Database(schema.KEPT, file_in(place, schema.KEPT), rest=rest)

    @property
    def problems(self) -> dict[str, str]:
        """What stands in the way of either part now; ``off`` when it is not wanted."""
        return {"cache": self._cache.problem, "kept": self._kept.problem}

    def close(self) -> None:
        """Close both parts."""
        self._cache.close()
        self._kept.close()

    # Finished reports, by host

    def cache(self, key: str, report: bytes, seconds: float) -> None:
        """Keep a finished report for ``seconds``."""
        row = {"key": key, **self._packed(report, seconds)}
        with self._cache.transaction() as connection:
            upsert(connection, schema.reports, row)

    def cached(self, key: str) -> Saved | None:
        """The report kept for ``key``, unless its time is over."""
        with self._cache.reading() as connection:
            row = connection.execute(_CACHED, {"name": key, "now": self._clock()}).first()
        return _saved(row)

    def forget_reports(self) -> None:
        """Delete all finished reports, whatever time they have left."""
        with self._cache.transaction() as connection:
            connection.execute(delete(schema.reports))

    # Saved reports

    def save(self, report: bytes, days: float) -> tuple[str, str]:
        """Keep a report at a random address; returns its token and the key that deletes it."""
        token, key = secrets.token_urlsafe(24), secrets.token_urlsafe(12)
        row = {"token": _hash(token), "delete_key": _hash(key), **self._packed(report, days * DAY)}
        with self._kept.transaction() as connection:
            connection.execute(insert(schema.saved), row)
        return token, key

    def saved(self, token: str) -> Saved | None:
        """The saved report at ``token``, unless its time is over."""
        with self._kept.reading() as connection:
            row = connection.execute(_SAVED, {"name": _hash(token), "now": self._clock()}).first()
        return _saved(row)

    def delete(self, token: str, key: str) -> bool:
        """Delete a saved report; False when there is none, or the key is another's."""
        table = schema.saved
        chosen = (table.c.token == _hash(token), table.c.delete_key == _hash(key))
        with self._kept.transaction() as connection:
            return connection.execute(delete(table).where(*chosen)).rowcount > 0

    def _packed(self, report: bytes, seconds: float) -> dict[str, object]:
        now = self._clock()
        return {"report": zlib.compress(report, 6), "made": now, "expires": now + seconds}

    # Appeals

    def appeal(self, appeal: Appeal, days: float) -> str:
        """Keep an appeal; returns its number."""
        number, now = secrets.token_hex(6), self._clock()
        row = {"id": number, **asdict(appeal), "made": now, "expires": now + days * DAY}
        with self._kept.transaction() as connection:
            connection.execute(insert(schema.appeals), row)
        return number

    def appeals(self) -> list[tuple[str, float, Appeal]]:
        """All appeals with number and time, oldest first: for whoever runs the service."""
        table = schema.appeals
        told = [table.c[field.name] for field in fields(Appeal)]
        chosen = select(table.c.id, table.c.made, *told).where(table.c.expires > self._clock())
        with self._kept.reading() as connection:
            rows = connection.execute(chosen.order_by(table.c.made, table.c.id)).all()
        return [(row.id, row.made, _read(Appeal, row)) for row in rows]

    def answered(self, number: str) -> bool:
        """Delete an appeal that was dealt with."""
        table = schema.appeals
        with self._kept.transaction() as connection:
            return connection.execute(delete(table).where(table.c.id == number)).rowcount > 0

    # The log of changes

    def note_level(self, host: str, country: str, level: str) -> None:
        """Note the level of a host that stands on a public list; a change goes into the log."""
        self._note("verdict", host, country, level)

    def note_list(self, name: str, state: str) -> None:
        """Note the day and size of a list; a change goes into the log."""
        self._note("list", f"list:{name}", "", state)

    def _note(self, kind: str, subject: str, country: str, now_is: str) -> None:
        """One process of several that see the same change writes it down."""
        table, now = schema.levels, self._clock()
        this = (table.c.host == subject, table.c.country == country)
        known = select(table.c.level).where(*this)
        with self._kept.reading() as connection:
            if connection.execute(known).scalar() == now_is:
                return
        with self._kept.transaction() as connection:
            row = {"host": subject, "country": country, "level": now_is, "at": now}
            before = ""
            if not insert_new(connection, table, row):
                before = connection.execute(known.with_for_update()).scalar_one()
                if before == now_is:
                    return
                connection.execute(update(table).where(*this).values(level=now_is, at=now))
            if before or kind == "list":
                line = Change(
                    at=now,
                    kind=kind,
                    subject=subject.removeprefix("list:"),
                    country=country,
                    before=before,
                    after=now_is,
                )
                connection.execute(insert(schema.changes), asdict(line))

    def changes(self, most: int = 200) -> list[Change]:
        """The newest changes, newest first."""
        table = schema.changes
        newest = select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(most)
        with self._kept.reading() as connection:
            return [_read(Change, row) for row in connection.execute(newest)]

    # Secrets

    def secret(self, name: str) -> bytes:
        """32 random bytes that every process on this store knows under ``name``, made when first asked for."""
        row = {"name": name, "value": secrets.token_bytes(32)}
        known = select(schema.secrets.c.value).where(schema.secrets.c.name == name)
        with self._kept.transaction() as connection:
            insert_new(connection, schema.secrets, row)
            return bytes(connection.execute(known).scalar_one())

    # Time

    def forget(self, change_days: float = math.inf) -> int:
        """Delete everything whose time is over, also from the files; returns how many rows.

        The log of changes, and levels that did not change meanwhile, are kept for ``change_days``.
        """
        now, gone = self._clock(), 0
        ended = [(table.c.expires, now) for table in (schema.saved, schema.appeals)]
        unchanged = [
            (table.c.at, now - change_days * DAY) for table in (schema.changes, schema.levels)
        ]
        for database, ends in (
            (self._cache, [(schema.reports.c.expires, now)]),
            (self._kept, ended + unchanged),
        ):
            with suppress(NotStored):
                gone += forget(database, *ends)
        return gone


def _in_time(table: Table, key: str) -> Select[tuple[bytes, float, float]]:
    """The report of ``table`` called ``:name`` unless its time is over at ``:now``."""
    chosen = select(table.c.report, table.c.made, table.c.expires)
    return chosen.where(table.c[key] == bindparam("name"), table.c.expires > bindparam("now"))


_CACHED = _in_time(schema.reports, "key")
_SAVED = _in_time(schema.saved, "token")
"""Built once: building takes longer than looking up."""

_Record = TypeVar("_Record", Appeal, Change)


def _read(kind: type[_Record], row: Row[Any]) -> _Record:
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def _hash(secret: str) -> str:
    """What is stored of a secret address: enough to find it by, not enough to go there."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _saved(row: Row[tuple[bytes, float, float]] | None) -> Saved | None:
    if row is None:
        return None
    try:
        return Saved(report=zlib.decompress(row.report), made=row.made, expires=row.expires)
    except zlib.error:  # A page of the file went bad: as good as not there.
        return None
