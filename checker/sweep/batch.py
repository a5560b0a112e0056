"""The batch function: some jobs in, what came of each out. The same here and on any other machine.

Saved pages are judged in a process that is killed when a page takes too long. Visits are made some at a time,
those to one domain one after the other, and only the pages they bring are read in such a process.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from multiprocessing import current_process

from checker import __version__
from checker.check import evidence_of, gathering, target_of
from checker.errors import CheckerError
from checker.evidence import Evidence, Missing, MissingReason
from checker.gather.confirm import ConfirmCache
from checker.gather.side_by_side import start
from checker.judgement import now
from checker.judging import (
    PRELOAD,
    Row,
    UnusableRowError,
    lost_evidence,
    read_row,
    row_evidence,
    warm_up,
)
from checker.message import N_, message
from checker.net import Limits
from checker.page.worker import PageReader
from checker.pool import Loss, Pool
from checker.registration import Registration
from checker.sweep.answers import Judged, failed, judged
from checker.sweep.reach import Reach, Way
from checker.target import read_target

PRELOADED = (*PRELOAD, "checker.sweep.batch")
PAGE_SECONDS = 10.0
"""How long one saved page may take. Nobody waits for it alone, and the answers of a sweep must not depend on how
busy the computer is."""
DEATHS = 2
"""Workers that one job may cost; then it is given up."""

AUTHORITY_PAUSE = 0.5
"""Seconds between two questions of a whole sweep to one authority. Each worker has its share: it pauses for as
many times that as there are workers, so that none need know of another."""

WORKER_DIED = "worker_died"
_WHY = {
    WORKER_DIED: N_("Judging this ended its worker twice. It was given up."),
    "internal": N_("This failed inside our own program. Nothing can be said about the address."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One address or saved page."""

    line: int
    """Its number: the first line of the input that asks it."""
    page: bytes = b""
    """The line with the saved page; nothing for an address."""
    address: str = ""
    """The address, in the words of the input."""
    host: str = ""
    lane: str = ""
    """Jobs with the same one are done one after the other; each by itself when it is empty."""
    registration: Registration | Missing | None = None
    """What its registry says; None when there is none to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What holds for all batches of a sweep."""

    country: str
    at: datetime
    """The time that answers about saved pages carry."""
    way: Way | None
    """Where visits go; None judges addresses by themselves."""
    at_once: int = 16
    """Visits of one batch at the same time."""
    workers: int = 1
    """Workers that share what may be asked of one authority."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some jobs for one worker."""

    orders: Orders
    jobs: tuple[Job, ...]
    version: str = __version__


class OtherVersionError(Exception):
    """A batch was made by another version of the program."""


# Saved pages, and addresses judged by themselves: in a process of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One job for a process that can be killed."""

    job: Job
    orders: Orders
    lost: Loss | None = None
    """Why its page is left out."""


def judge_job(asked: Asked) -> Judged:
    """The answer to one job, without visiting anybody."""
    begun, job = time.perf_counter(), asked.job
    try:
        row = read_row(job.page) if job.page else Row(id=None, url=job.address, html=None)
        evidence = _evidence(row, asked)
    except UnusableRowError as unusable:
        return failed(job.line, job.host, unusable.reason, unusable.told)
    return judged(job.line, evidence, seconds=time.perf_counter() - begun)


def _evidence(row: Row, asked: Asked) -> Evidence:
    orders = asked.orders
    if asked.lost is not None:
        return lost_evidence(row, asked.lost, orders.country, orders.at)
    return row_evidence(row, orders.country, orders.at)


# A worker


class Bench:
    """What one worker judges with, kept from batch to batch. For one thread; a context manager.

    ``work`` is what is done in a process that can be killed, ``seconds`` how long it may take (both for tests).
    """

    def __init__(
        self, *, work: Callable[[Asked], Judged] = judge_job, seconds: float = PAGE_SECONDS
    ) -> None:
        self._work, self._seconds = work, seconds
        self._held = ExitStack()
        self._pool: Pool[Asked, Judged] | None = None
        self._reader: PageReader | None = None
        self._confirmed = ConfirmCache()
        self.stopped = False
        """No further job is begun."""

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def run(self, batch: Batch) -> tuple[Judged, ...]:
        """What came of each job of ``batch``, in any order.

        Raises :class:`OtherVersionError` for a batch of another version.
        """
        if batch.version != __version__:
            raise OtherVersionError(batch.version)
        orders = batch.orders
        visited = [job for job in batch.jobs if orders.way is not None and not job.page]
        still = [job for job in batch.jobs if orders.way is None or job.page]
        return (*self._judged(orders, still), *self._visited(orders, visited))

    def _judged(self, orders: Orders, jobs: Sequence[Job]) -> Iterator[Judged]:
        waiting = [Asked(job=job, orders=orders) for job in jobs]
        died: dict[int, int] = {}
        while waiting:
            again: list[Asked] = []
            for asked, found in self._processes().results(self._unless_stopped(waiting)):
                if isinstance(found, Judged):
                    yield found
                elif found.why is Loss.FAILED:
                    yield lost(asked.job, "internal")
                elif asked.lost is None and found.why is Loss.TIME:
                    again.append(replace(asked, lost=found.why))
                else:
                    line = asked.job.line
                    died[line] = died.get(line, 0) + 1
                    if died[line] < DEATHS:
                        again.append(asked)
                    else:
                        yield lost(asked.job, WORKER_DIED)
            waiting = again

    def _unless_stopped(self, waiting: Iterable[Asked]) -> Iterator[Asked]:
        return (asked for asked in waiting if not self.stopped)

    def _processes(self) -> Pool[Asked, Judged]:
        if self._pool is None:
            _let_have_children()
            self._pool = self._held.enter_context(
                Pool(
                    self._work, workers=1, seconds=self._seconds, prepare=warm_up, preload=PRELOADED
                )
            )
        return self._pool

    # Visits

    def _visited(self, orders: Orders, jobs: Sequence[Job]) -> Iterator[Judged]:
        if not jobs or orders.way is None:
            return
        with orders.way.opened() as reach:
            self._confirmed.pause = AUTHORITY_PAUSE * orders.workers
            visit = partial(self._visit, orders, reach, self._pages())
            lanes = [partial(map, visit, lane) for lane in _lanes(jobs)]
            for lane in some_at_once(lanes, orders.at_once):
                yield from lane

    def _pages(self) -> PageReader:
        if self._reader is None:
            _let_have_children()
            self._reader = self._held.enter_context(PageReader(workers=1))
        return self._reader

    def _visit(self, orders: Orders, reach: Reach, reader: PageReader, job: Job) -> Judged:
        begun, at = time.perf_counter(), now()
        try:
            network, limits = reach.network, orders.limits
            target = target_of(job.address, network=network, limits=limits, reader=reader)
            sources = replace(
                reach.sources,
                registrations=partial(_registration, job),
                confirmed=self._confirmed,
            )
            events = gathering(
                target, network=network, limits=limits, reader=reader, sources=sources
            )
            evidence = evidence_of(target, orders.country, at, list(events))
            return judged(job.line, evidence, seconds=time.perf_counter() - begun)
        except CheckerError as refused:
            return failed(job.line, job.host, refused.reason, refused.message)
        except Exception:  # A defect of ours costs one job, not the sweep.
            return lost(job, "internal")


def _lanes(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    """Jobs that are done one after the other."""

    def lane(job: Job) -> tuple[str, int]:
        return job.lane, 0 if job.lane else job.line

    return (tuple(group) for _, group in groupby(sorted(jobs, key=lane), key=lane))


def _registration(job: Job, domain: str) -> Registration | Missing:
    """What the registry said; workers ask none, so that each is asked by one."""
    known = job.registration
    if known is not None and domain == read_target(job.address).domain:
        return known
    detail = "no registry is known for this ending" if known is None else "behind a short link"
    return Missing(source="registration", reason=MissingReason.NOT_ASKED, detail=detail)


def lost(job: Job, reason: str) -> Judged:
    """The answer to a job that was given up: :data:`WORKER_DIED` or ``internal``."""
    return failed(job.line, job.host, reason, message(_WHY[reason]))


def some_at_once(
    tasks: Iterable[Callable[[], Iterable[Judged]]], most: int
) -> Iterator[list[Judged]]:
    """What each task gives, ``most`` of them at a time, in threads that do not hold the process."""
    waiting: queue.SimpleQueue[Callable[[], Iterable[Judged]]] = queue.SimpleQueue()
    done: queue.SimpleQueue[list[Judged]] = queue.SimpleQueue()
    count = 0
    for task in tasks:
        waiting.put(task)
        count += 1

    def work() -> None:
        with suppress(queue.Empty):
            while True:
                done.put(list(waiting.get_nowait()()))

    for _ in range(min(most, count)):
        start(work)
    for _ in range(count):
        yield done.get()


# A worker of a cluster

_here = threading.local()


def run_batch(batch: Batch) -> tuple[Judged, ...]:
    """What came of each job of ``batch``, on a worker of a cluster, whose threads have a bench each."""
    bench: Bench | None = getattr(_here, "bench", None)
    if bench is None:
        bench = _here.bench = Bench()
    return bench.run(batch)


def _let_have_children() -> None:
    """A cluster's worker is mostly a daemon process, which may not start others. Ours end with it: each
    ends when the pipe to it is closed."""
    process = current_process()
    if process.daemon:
        process.daemon = False
