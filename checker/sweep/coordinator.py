"""The one process that reads the input, has the job table, asks registries, and gives out and takes in batches.

It can be ended at any moment: what was committed is kept, what was not is done again, and the results are
written from the table when nothing is left to do.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from checker import __version__
from checker.errors import InputRefused, NotStored
from checker.judgement import now
from checker.message import N_, message
from checker.net import Limits
from checker.report import Json
from checker.shown import printable
from checker.store.database import file_in
from checker.store.schema import SWEEPS
from checker.sweep.answers import Judged
from checker.sweep.batch import DEATHS, WORKER_DIED, Batch, Job, Orders, lost
from checker.sweep.engines import AHEAD, Engine, Gone, LocalEngine, Outcome
from checker.sweep.folder import REFUSED, Folder, Source
from checker.sweep.intake import Chunk, chunks
from checker.sweep.jobs import Counted, JobTable, Listed, row_of, unpacked
from checker.sweep.reach import Way
from checker.sweep.registrations import PATIENCE, PAUSE, Desk, registry_of
from checker.sweep.results import write_results

log = logging.getLogger("rxlens.sweep")

BATCH_JOBS = 100
BATCH_BYTES = 4 * 1024 * 1024
QUEUE = 200
"""Names in the queue of one registry."""
MOST_ASKED = 2000
"""Names in all queues together."""

MOST_FAILURES = 5
"""Batches in a row that may fail whole; more mean that no worker can judge, and no job is at fault."""

_LOOK = 0.2
"""Seconds after which to look again whether there is anything to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a sweep is asked."""

    source: str
    """The input: a file, or ``-``."""
    out: Path
    country: str
    way: Way | None
    """Where visits go; None judges saved pages, and addresses by themselves."""
    workers: int = 1
    at_once: int = 16
    """Visits of one worker at the same time."""
    cluster: str = ""
    """The address of a Dask scheduler; this computer's processes when empty."""
    store: str = ""
    """The store of the job table: an address or a directory; the sweep's own directory when empty."""
    resume: bool = False
    limits: Limits = field(default_factory=Limits)
    registry_pause: float = PAUSE
    registry_patience: float = PATIENCE
    patience: float = 600.0
    """Seconds for which a store or a scheduler that is away is waited for."""
    lease: float = 3600.0
    """Seconds after which a batch that did not come back is given out again: more than the slowest one takes."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """How far a sweep is, for whoever watches."""

    read: int = 0
    """Bytes of the input that were read, of ``size``."""
    size: int = 0
    jobs: int = 0
    done: int = 0
    failed: int = 0
    refused: int = 0
    repeated: int = 0
    before: int = 0
    """Jobs that an earlier run had done."""
    waiting_for: str = ""
    """What keeps everything waiting now, as a word of the store; empty when nothing does."""
    workers: int = 1
    """Workers that are there; 0 while the cluster is away."""
    resting: tuple[str, ...] = ()
    """Registries that are left alone for a while, where nothing else is to do."""
    complete: bool = False
    interrupted: bool = False
    without: tuple[str, ...] = ()
    """Files that were not written, because a package for them is not installed."""

    @property
    def ended(self) -> int:
        """Jobs that need no more work."""
        return self.done + self.failed

    def take(self, counted: Counted) -> None:
        """Take the figures of the table."""
        self.jobs, self.done, self.failed = counted.jobs, counted.done, counted.failed
        self.refused, self.repeated = counted.refused, counted.repeated


class WorkersFail(Exception):  # noqa: N818 - its name says what happened
    """No worker can judge anything here, whatever it is given."""


Watch = Callable[[Tally], None]


class Opens(Protocol):
    """Makes the engine of a sweep."""

    def __call__(self, plan: Plan) -> Engine:
        """An engine, closed by whoever asked for it."""


def engine_of(plan: Plan) -> Engine:
    """The cluster that ``plan`` names, or this computer's processes."""
    if not plan.cluster:
        return LocalEngine(plan.workers)
    from checker.sweep.cluster import Cluster  # noqa: PLC0415 - an extra, not always installed

    return Cluster(plan.cluster, patience=plan.patience)


def run_sweep(plan: Plan, watch: Watch, *, engine: Opens = engine_of) -> Tally:
    """Do what ``plan`` asks, or what an earlier run left of it; ``watch`` is told how far it is.

    Ctrl-C ends it with everything kept. Raises :class:`~checker.errors.CheckerError` for input that cannot be
    used, :class:`NotStored` or :class:`~checker.sweep.cluster.ClusterAway` when the store or the cluster was
    away too long, and ``OSError`` when the directory cannot be written; a later run takes it up from there.
    """
    tally = Tally()
    with Folder(plan.out) as folder, ExitStack() as held:
        about = _about(plan, folder)
        if about.get("complete"):
            return _complete(tally, about, folder)
        source = folder.source(plan.source)
        tally.size = source.size

        def notice(word: str) -> None:
            tally.waiting_for = word
            watch(tally)

        place = file_in(plan.store or plan.out, SWEEPS)
        assert place is not None
        name = str(about["sweep"])
        table = JobTable(place, name, patience=plan.patience, notice=notice)
        held.enter_context(closing(table))
        at = _begun(plan, table, folder, source, about)
        orders = Orders(
            country=plan.country, at=at, way=plan.way, at_once=plan.at_once, limits=plan.limits
        )
        run = _Run(plan=plan, table=table, folder=folder, source=source, tally=tally, orders=orders)
        run.watch = watch
        try:
            run.work(engine(plan))
        except KeyboardInterrupt:
            tally.interrupted = True
            return tally
        watch(tally)
        tally.without = write_results(folder, table, {**about, **_figures(tally)})
        folder.tell({**about, **_figures(tally), "ended": _iso(now()), "complete": True})
        tally.complete = True
        table.clear()
    folder.tidy()
    return tally


# Beginning and end


def _about(plan: Plan, folder: Folder) -> dict[str, Json]:
    """What is known of the sweep in ``folder``, or the beginnings of a new one."""
    about = folder.about()
    if about is not None and not plan.resume:
        raise InputRefused("exists", message(_EXISTS))
    if about is not None and "sweep" in about:
        return about
    about = {
        "sweep": JobTable.new_name(),
        "begun": _iso(now()),
        "version": __version__,
        "complete": False,
        **_options(plan),
    }
    folder.tell(about)
    return about


def _options(plan: Plan) -> dict[str, Json]:
    """What may not change between two runs of one sweep."""
    way = type(plan.way).__name__.lower() if plan.way else "offline"
    return {"country": plan.country, "way": way}


def _begun(
    plan: Plan, table: JobTable, folder: Folder, source: Source, about: dict[str, Json]
) -> datetime:
    """Note a new sweep, or see that an earlier one was asked the same; when it was begun."""
    options: dict[str, Json] = {**_options(plan), "size": source.size}
    known = table.options()
    if known is None:
        (folder.path / REFUSED).write_bytes(b"")
        table.begin(options, datetime.fromisoformat(str(about["begun"])))
    elif known != options:
        raise InputRefused("options", message(_OTHER_OPTIONS))
    return datetime.fromisoformat(str(about["begun"]))


def _complete(tally: Tally, about: dict[str, Json], folder: Folder) -> Tally:
    """An earlier run was complete, and may have been ended before it tidied up."""
    folder.tidy()
    tally.complete = True
    for name in _FIGURES:
        setattr(tally, name, int(str(about.get(name, 0))))
    tally.before = tally.ended
    return tally


_FIGURES = ("jobs", "done", "failed", "refused", "repeated")


def _figures(tally: Tally) -> dict[str, Json]:
    return {name: getattr(tally, name) for name in _FIGURES}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


# The work


@dataclass(frozen=True, slots=True)
class _Out:
    """A batch that is given out."""

    batch: Batch
    attempts: dict[int, int]
    """How often each of its jobs was lost with a worker."""
    until: float
    """End of its lease, on the clock of :func:`time.monotonic`."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run of one sweep."""

    plan: Plan
    table: JobTable
    folder: Folder
    source: Source
    tally: Tally
    orders: Orders
    watch: Watch = field(init=False)
    engine: Engine = field(init=False)
    desk: Desk | None = field(init=False, default=None)
    registry_of: Callable[..., str] = field(init=False, default=lambda *_: "")
    out: dict[int, _Out] = field(init=False, default_factory=dict)
    failures: int = 0
    """Batches in a row that came to nothing by a defect outside any single job."""

    def work(self, engine: Engine) -> None:
        """Until nothing is left to do, or Ctrl-C."""
        self.engine = engine
        with ExitStack() as held:
            held.callback(engine.close)
            self.table.reset()
            self.tally.take(self.table.count())
            self.tally.before = self.tally.ended
            if self.plan.way is not None:
                self._open_desk(held, self.plan.way)
            pages = held.enter_context(self.source.path.open("rb"))
            try:
                self._loop(self._input(held), pages)
            except KeyboardInterrupt:
                engine.close()
                self._keep_what_came()
                raise

    def _open_desk(self, held: ExitStack, way: Way) -> None:
        reach = held.enter_context(way.opened())
        self.desk = Desk(
            reach,
            self.plan.limits,
            pause=self.plan.registry_pause,
            patience=self.plan.registry_patience,
            quiet=self.table.quiet(),
        )
        held.callback(self.desk.close)
        self.registry_of = lambda target: registry_of(target, reach)

    def _loop(self, reading: Iterator[bool], pages: BinaryIO) -> None:
        while True:
            more = next(reading, False)
            told = self._ask_registries()
            given = self._give_out(pages)
            self._take_in(self.engine.finished(0.0 if more or told else _LOOK))
            self._recall_late()
            asking = self.desk is not None and self.desk.pending > 0
            self.tally.resting = tuple(self.desk.resting) if self.desk and not self.out else ()
            self.watch(self.tally)
            if not (more or told or asking or given or self.out) and self._is_done():
                return

    def _is_done(self) -> bool:
        """Whether the table says so too; what it thinks to be under way is not, and is done again."""
        self.tally.take(self.table.count())
        if self.tally.ended == self.tally.jobs:
            return True
        self.table.reset()
        return False

    # The input

    def _input(self, held: ExitStack) -> Iterator[bool]:
        """Read the input, a chunk each time; true for each."""
        position, length = self.table.position()
        refused = held.enter_context((self.folder.path / REFUSED).open("r+b"))
        refused.truncate(length)
        refused.seek(length)
        self.tally.read = position.byte
        for chunk in chunks(self.source.path, position, cut=self.source.cut):
            self._add(chunk, refused)
            yield True

    def _add(self, chunk: Chunk, refused: BinaryIO) -> None:
        """Note the jobs of a chunk. The refused lines are written first: what is not committed is cut off."""
        for line in chunk.refused:
            text = printable(line.told.text())
            told = {"line": line.line, "reason": line.reason, "text": text}
            refused.write(json.dumps(told).encode("ascii") + b"\n")
        refused.flush()
        jobs = [
            row_of(entry, self.registry_of(entry.target) if entry.target else "")
            for entry in chunk.entries
        ]
        new = self.table.add(chunk, jobs, refused.tell())
        self.tally.jobs += new
        self.tally.repeated += len(jobs) - new
        self.tally.refused += len(chunk.refused)
        self.tally.read = chunk.end.byte

    # Registries

    def _ask_registries(self) -> bool:
        """Give names to the desk and take answers from it; whether there were any."""
        if self.desk is None:
            return False
        answers = self.desk.answers()
        if answers:
            self.table.told(answers)
            self.table.keep_quiet(self.desk.quiet)
        room = MOST_ASKED - self.desk.pending
        if room > 0:
            full = [name for name, count in self.desk.waiting().items() if count >= QUEUE]
            for line, registry, domain in self.table.to_ask(full, min(room, QUEUE)):
                self.desk.put(registry, [(line, domain)])
        return bool(answers)

    # Batches

    def _give_out(self, pages: BinaryIO) -> bool:
        """Give out batches as long as workers have use for them; whether any was."""
        given = False
        self.tally.workers = self.engine.workers
        while len(self.out) < self.tally.workers * AHEAD:
            until = time.time() + self.plan.lease
            listed = self.table.claim(BATCH_JOBS, BATCH_BYTES, until)
            if not listed:
                break
            self._submit(listed, pages)
            given = True
        return given

    def _submit(self, listed: Sequence[Listed], pages: BinaryIO) -> None:
        orders = replace(self.orders, workers=self.tally.workers)
        batch = Batch(orders=orders, jobs=tuple(_job(job, pages) for job in listed))
        self.out[id(batch)] = _Out(
            batch, {job.line: job.attempts for job in listed}, time.monotonic() + self.plan.lease
        )
        self.engine.submit(batch)

    def _take_in(self, outcomes: Sequence[Outcome]) -> None:
        for batch, found in outcomes:
            out = self.out.pop(id(batch), None)
            if out is None:
                continue
            if isinstance(found, Gone):
                self._lost(out, found)
            else:
                self.failures = 0
                self._keep(found)
                answered = {answer.job for answer in found}
                self._give_back([line for line in out.attempts if line not in answered])

    def _keep(self, answers: Sequence[Judged]) -> None:
        self.table.finish(answers)
        failed = sum(bool(answer.failed) for answer in answers)
        self.tally.failed += failed
        self.tally.done += len(answers) - failed

    def _lost(self, out: _Out, gone: Gone) -> None:
        """A batch came to nothing: its jobs are given out again, or up."""
        log.error("a batch came to nothing: %s", gone.value)
        if gone in (Gone.AWAY, Gone.LATE):
            self._give_back(list(out.attempts))
            return
        self.failures += gone is Gone.FAILED
        if self.failures >= MOST_FAILURES:
            raise WorkersFail
        spent = [job for job in out.batch.jobs if out.attempts[job.line] + 1 >= DEATHS]
        reason = WORKER_DIED if gone is Gone.DIED else "internal"
        self._keep([lost(job, reason) for job in spent])
        given_up = {job.line for job in spent}
        rest = [line for line in out.attempts if line not in given_up]
        self.table.give_back(rest, lost=True)

    def _give_back(self, lines: Sequence[int]) -> None:
        if lines:
            self.table.give_back(lines, lost=False)

    def _recall_late(self) -> None:
        at = time.monotonic()
        for out in list(self.out.values()):
            if out.until < at:
                self.engine.recall(out.batch)

    def _keep_what_came(self) -> None:
        """Interrupted: what was judged meanwhile is kept. A later run finds out what was under way, should the
        store not take it now."""
        with suppress(NotStored, WorkersFail):
            self._take_in(self.engine.finished(0.0))
            self._give_back([line for out in self.out.values() for line in out.attempts])


def _job(listed: Listed, pages: BinaryIO) -> Job:
    page = b""
    if listed.length:
        pages.seek(listed.start)
        page = pages.read(listed.length)
    return Job(
        line=listed.line,
        page=page,
        address=listed.address,
        host=listed.host,
        lane=listed.lane,
        registration=unpacked(listed.registration),
    )


_EXISTS = N_(
    "There is a sweep in this directory already. Take it up again with --resume, or name another one."
)
_OTHER_OPTIONS = N_(
    "The sweep in this directory was begun with another country, another input or other visits. "
    "Resume it with the same, or name another directory."
)
