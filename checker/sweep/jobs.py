"""The job table of one sweep, in the store. Only the coordinator uses it.

A job is ``waiting`` for its registry to be asked, ``asking``, ``ready``, ``running`` on a worker until its lease
ends, and then ``done`` or ``failed``; addresses are deleted from the table with the answer, which names the
host alone. Every change is one transaction that can be made twice without harm, so that one whose end was not
seen is simply made again: a store that is away is waited for.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from checker import plain
from checker.errors import NotStored
from checker.evidence import Missing
from checker.registration import Registration
from checker.report import Json
from checker.store.database import Database
from checker.store.schema import (
    SWEEPS,
    sweep_answers,
    sweep_jobs,
    sweep_repeats,
    sweeps,
)
from checker.store.statements import upsert
from checker.sweep.answers import Judged
from checker.sweep.intake import Chunk, Entry, Position

T = TypeVar("T")

WAITING, ASKING, READY, RUNNING, DONE, FAILED = (
    "waiting",
    "asking",
    "ready",
    "running",
    "done",
    "failed",
)
PATIENCE = 600.0
"""Seconds for which a store that is away is waited for."""
KEPT_DAYS = 90
"""Days after which a sweep that nobody took up again is deleted."""

_TRIED_AGAIN = 0.5
_AT_ONCE = 500
"""Rows read or deleted in one transaction."""
_NOT_PASSING = ("off", "newer", "refused")
"""What stands in the way of a store and does not pass by waiting."""

Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A job of the table, as a worker is given it."""

    line: int
    start: int
    length: int
    address: str
    host: str
    lane: str
    registration: str | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How far a sweep is."""

    jobs: int = 0
    done: int = 0
    failed: int = 0
    refused: int = 0
    """Lines that cannot be used."""
    repeated: int = 0
    """Lines that ask what an earlier one asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A finished job, as it goes into the results."""

    line: int
    tag: str
    body: bytes


class JobTable:
    """The jobs of one sweep.

    Raises :class:`~checker.errors.NotStored` when the store is away longer than ``patience`` seconds;
    ``notice`` is told the word for what stands in the way when that begins, and nothing when it is over.
    """

    def __init__(
        self, place: str | Path, sweep: str, *, patience: float = PATIENCE, notice: Notice
    ) -> None:
        self.sweep = sweep
        self._database = Database(SWEEPS, place, rest=_TRIED_AGAIN / 2)
        self._patience, self._notice = patience, notice

    @staticmethod
    def new_name() -> str:
        """A name for a new sweep."""
        return secrets.token_hex(16)

    def close(self) -> None:
        """Close the store."""
        self._database.close()

    def _write(self, work: Callable[[Connection], T]) -> T:
        return self._patiently(self._database.transaction, work)

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self._patiently(self._database.reading, work)

    def _patiently(self, begun: Callable[[], Any], work: Callable[[Connection], T]) -> T:
        end, told = time.monotonic() + self._patience, False
        while True:
            try:
                with begun() as connection:
                    found = work(connection)
            except NotStored as away:
                if away.problem in _NOT_PASSING or time.monotonic() > end:
                    raise
                if not told:
                    self._notice(away.problem)
                    told = True
                time.sleep(_TRIED_AGAIN)
                continue
            if told:
                self._notice("")
            return found

    # The sweep

    def begin(self, options: Mapping[str, Json], at: datetime) -> None:
        """Note a new sweep, and forget those that nobody took up for long."""
        row = {
            "id": self.sweep,
            "begun": at.timestamp(),
            "options": json.dumps(options, sort_keys=True),
            "quiet": "{}",
            **dict.fromkeys(
                ("read_lines", "read_bytes", "refused", "refused_bytes", "repeated"), 0
            ),
        }
        self._write(lambda connection: upsert(connection, sweeps, row))
        oldest = at.timestamp() - KEPT_DAYS * 86_400
        old = self._read(lambda c: c.scalars(select(sweeps.c.id).where(sweeps.c.begun < oldest)))
        for name in old:
            self._clear(name)

    def options(self) -> dict[str, Json] | None:
        """What the sweep was begun with; None when the store does not know it."""
        found = self._read(
            lambda c: c.scalar(select(sweeps.c.options).where(sweeps.c.id == self.sweep))
        )
        return None if found is None else dict(json.loads(found))

    def position(self) -> tuple[Position, int]:
        """How far the input was read, and how long the file of refused lines was then."""
        row = self._read(lambda c: self._row(c, sweeps.c.read_lines, sweeps.c.read_bytes))
        refused = self._read(lambda c: self._row(c, sweeps.c.refused_bytes))
        return Position(line=row[0], byte=row[1]), int(refused[0])

    def _row(self, connection: Connection, *columns: ColumnElement[Any]) -> Any:
        return connection.execute(select(*columns).where(sweeps.c.id == self.sweep)).one()

    def quiet(self) -> dict[str, datetime]:
        """Servers that asked for quiet, and until when."""
        found = json.loads(self._read(lambda c: self._row(c, sweeps.c.quiet))[0])
        return {server: datetime.fromisoformat(until) for server, until in found.items()}

    def keep_quiet(self, quiet: Mapping[str, datetime]) -> None:
        """Note servers that asked for quiet."""
        told = json.dumps({server: until.isoformat() for server, until in quiet.items()})
        self._change(self._own(update(sweeps)).values(quiet=told))

    def _own(self, statement: Any) -> Any:
        return statement.where(sweeps.c.id == self.sweep)

    def count(self) -> Counted:
        """How far the sweep is."""
        counted = self._jobs(select(sweep_jobs.c.state, func.count())).group_by(sweep_jobs.c.state)
        states = self._read(lambda c: {str(row[0]): int(row[1]) for row in c.execute(counted)})
        row = self._read(lambda c: self._row(c, sweeps.c.refused, sweeps.c.repeated))
        return Counted(
            jobs=sum(states.values()),
            done=states.get(DONE, 0),
            failed=states.get(FAILED, 0),
            refused=row[0],
            repeated=row[1],
        )

    # Jobs come in

    def add(self, chunk: Chunk, jobs: Sequence[dict[str, Any]], refused_bytes: int) -> int:
        """Note ``jobs``, made by :func:`row_of`, and that the input was read to the end of ``chunk``; how many of
        them are new."""

        def work(connection: Connection) -> int:
            read = self._row(connection, sweeps.c.read_lines, sweeps.c.read_bytes)
            if tuple(read) != (chunk.begin.line, chunk.begin.byte):
                return 0  # This was done, and its end not seen.
            new, repeats = self._sorted(connection, jobs)
            if new:
                connection.execute(insert(sweep_jobs), new)
            if repeats:
                connection.execute(insert(sweep_repeats), repeats)
            connection.execute(
                self._own(update(sweeps)).values(
                    read_lines=chunk.end.line,
                    read_bytes=chunk.end.byte,
                    refused=sweeps.c.refused + len(chunk.refused),
                    repeated=sweeps.c.repeated + len(repeats),
                    refused_bytes=refused_bytes,
                )
            )
            return len(new)

        return self._write(work)

    def _sorted(
        self, connection: Connection, jobs: Sequence[dict[str, Any]]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Jobs that are new, and lines that ask what is asked already."""
        keys = {job["key"] for job in jobs}
        found = connection.execute(
            select(sweep_jobs.c.key, sweep_jobs.c.line).where(
                sweep_jobs.c.sweep == self.sweep, sweep_jobs.c.key.in_(keys)
            )
        )
        known = {str(row.key): int(row.line) for row in found}
        new, repeats = [], []
        for job in jobs:
            first = known.setdefault(job["key"], job["line"])
            if first == job["line"]:
                new.append({"sweep": self.sweep, **job})
            else:
                repeats.append({"sweep": self.sweep, "line": job["line"], "job": first})
        return new, repeats

    # Jobs go out

    def reset(self) -> None:
        """Nobody is at work on anything: what was begun is to be done."""
        for begun, state in ((RUNNING, READY), (ASKING, WAITING)):
            statement = self._jobs(update(sweep_jobs), sweep_jobs.c.state == begun)
            self._change(statement.values(state=state))

    def _change(self, statement: Any) -> int:
        """Make one change; how many rows it was."""
        return self._write(lambda c: int(c.execute(statement).rowcount))

    def _jobs(self, statement: Any, *conditions: ColumnElement[bool]) -> Any:
        return statement.where(sweep_jobs.c.sweep == self.sweep, *conditions)

    def to_ask(self, full: Sequence[str], most: int) -> list[tuple[int, str, str]]:
        """Jobs whose registry is to be asked, those of ``full`` registries left out: line, registry, domain."""

        def work(connection: Connection) -> list[tuple[int, str, str]]:
            columns = (sweep_jobs.c.line, sweep_jobs.c.registry, sweep_jobs.c.lane)
            chosen = self._jobs(
                select(*columns), sweep_jobs.c.state == WAITING, sweep_jobs.c.registry.not_in(full)
            )
            found = connection.execute(chosen.order_by(sweep_jobs.c.line).limit(most)).all()
            self._set(connection, [row[0] for row in found], state=ASKING)
            return [(line, registry, domain) for line, registry, domain in found]

        return self._write(work)

    def told(self, answers: Sequence[tuple[int, Registration | Missing]]) -> None:
        """Note what registries said: those jobs are ready."""

        def work(connection: Connection) -> None:
            for line, answer in answers:
                self._set(connection, [line], state=READY, registration=packed(answer))

        self._write(work)

    def _set(self, connection: Connection, lines: Sequence[int], **values: Any) -> None:
        if lines:
            connection.execute(
                self._jobs(update(sweep_jobs), sweep_jobs.c.line.in_(lines)).values(**values)
            )

    def claim(self, most: int, most_bytes: int, until: float) -> tuple[Listed, ...]:
        """Up to ``most`` jobs for one worker, of about ``most_bytes``, leased ``until`` then (seconds since 1970).

        No job is given out while another one of its lane is running, and one that was lost with a worker
        comes alone, so that it can take no other with it.
        """

        def work(connection: Connection) -> tuple[Listed, ...]:
            columns = [sweep_jobs.c[name] for name in Listed.__slots__]
            busy = sweep_jobs.alias("busy")
            lane_is_busy = exists().where(
                and_(
                    busy.c.sweep == self.sweep,
                    busy.c.lane == sweep_jobs.c.lane,
                    busy.c.state == RUNNING,
                )
            )
            chosen = self._jobs(
                select(*columns),
                sweep_jobs.c.state == READY,
                or_(sweep_jobs.c.lane == "", ~lane_is_busy),
            )
            found = connection.execute(chosen.order_by(sweep_jobs.c.line).limit(most))
            jobs = tuple(_together([Listed(**row) for row in found.mappings()], most_bytes))
            lines = [job.line for job in jobs]
            self._set(connection, lines, state=RUNNING, leased_until=until)
            return jobs

        return self._write(work)

    def give_back(self, lines: Sequence[int], *, lost: bool) -> None:
        """These jobs are to be done again; ``lost`` says that they may be what ended their worker."""

        def work(connection: Connection) -> None:
            running = self._jobs(
                update(sweep_jobs), sweep_jobs.c.line.in_(lines), sweep_jobs.c.state == RUNNING
            )
            attempts = sweep_jobs.c.attempts + int(lost)
            connection.execute(running.values(state=READY, attempts=attempts, leased_until=0.0))

        self._write(work)

    def finish(self, answers: Sequence[Judged]) -> None:
        """Keep answers: their jobs are done."""
        rows = [
            {
                "sweep": self.sweep,
                "line": answer.job,
                "body": answer.body,
                "fingerprint": answer.fingerprint,
            }
            for answer in answers
        ]

        def work(connection: Connection) -> None:
            upsert(connection, sweep_answers, rows)
            for state, failed in ((DONE, False), (FAILED, True)):
                lines = [a.job for a in answers if bool(a.failed) is failed]
                self._set(connection, lines, state=state, address="", registration=None)

        if rows:
            self._write(work)

    # What came of it

    def written(self) -> Iterator[tuple[Written, list[int]]]:
        """Every finished job in the order of the input, with the further lines that ask the same."""
        after = 0
        while rows := self._read(partial(self._finished, after=after)):
            yield from rows
            after = rows[-1][0].line

    def _finished(self, connection: Connection, after: int) -> list[tuple[Written, list[int]]]:
        same = and_(
            sweep_answers.c.sweep == sweep_jobs.c.sweep, sweep_answers.c.line == sweep_jobs.c.line
        )
        found = connection.execute(
            self._jobs(
                select(sweep_jobs.c.line, sweep_jobs.c.tag, sweep_answers.c.body).join_from(
                    sweep_jobs, sweep_answers, same
                ),
                sweep_jobs.c.line > after,
            )
            .order_by(sweep_jobs.c.line)
            .limit(_AT_ONCE)
        ).all()
        repeats: dict[int, list[int]] = {}
        for job, line in connection.execute(
            select(sweep_repeats.c.job, sweep_repeats.c.line)
            .where(
                sweep_repeats.c.sweep == self.sweep,
                sweep_repeats.c.job.in_([line for line, _, _ in found]),
            )
            .order_by(sweep_repeats.c.line)
        ):
            repeats.setdefault(job, []).append(line)
        return [
            (Written(line=line, tag=tag, body=body), repeats.get(line, []))
            for line, tag, body in found
        ]

    def fingerprints(self) -> Iterator[bytes]:
        """What families are told by, packed."""
        after = 0
        while rows := self._read(partial(self._fingerprints, after=after)):
            yield from (packed for _, packed in rows if packed)
            after = rows[-1][0]

    def _fingerprints(self, connection: Connection, after: int) -> list[tuple[int, bytes]]:
        found = connection.execute(
            select(sweep_answers.c.line, sweep_answers.c.fingerprint)
            .where(sweep_answers.c.sweep == self.sweep, sweep_answers.c.line > after)
            .order_by(sweep_answers.c.line)
            .limit(_AT_ONCE)
        )
        return [(line, packed) for line, packed in found]

    def clear(self) -> None:
        """Delete the sweep from the store."""
        self._clear(self.sweep)

    def _clear(self, sweep: str) -> None:
        for table in (sweep_answers, sweep_repeats, sweep_jobs):
            first = select(table.c.line).where(table.c.sweep == sweep).limit(_AT_ONCE)
            statement = delete(table).where(table.c.sweep == sweep, table.c.line.in_(first))
            while self._change(statement):
                pass
        self._change(delete(sweeps).where(sweeps.c.id == sweep))


def row_of(entry: Entry, registry: str) -> dict[str, Any]:
    """The row of a new job, whose ``registry`` is to be asked first if there is one."""
    target = entry.target
    return {
        "line": entry.line,
        "key": entry.key,
        "start": entry.start,
        "length": entry.length,
        "address": entry.address,
        "tag": entry.tag,
        "host": target.host if target else "",
        "lane": (target.domain or target.host) if target else "",
        "registry": registry,
        "registration": None,
        "state": WAITING if registry else READY,
        "attempts": 0,
        "leased_until": 0.0,
    }


def _together(jobs: Sequence[Listed], most_bytes: int) -> Iterator[Listed]:
    """As many of ``jobs`` as one worker is given at once, one at least."""
    size = 0
    for number, job in enumerate(jobs):
        size += job.length
        if number and (size > most_bytes or job.attempts):
            return
        yield job
        if job.attempts:
            return


def packed(answer: Registration | Missing) -> str:
    """An answer as text."""
    return json.dumps({type(answer).__name__: plain.pack(answer)})


def unpacked(text: str | None) -> Registration | Missing | None:
    """The answer that :func:`packed` made ``text`` of."""
    if text is None:
        return None
    ((name, value),) = json.loads(text).items()
    kind: type[Registration | Missing] = Missing if name == "Missing" else Registration
    return plain.unpack(kind, value)
