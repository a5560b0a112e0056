"""Worker processes that can be killed: one job each at a time, a deadline for every job.

Results come in the order of the jobs, and only a few jobs are under way at once, so that a stream
of any length needs the memory of a few rows. A process that overruns its deadline or dies is
replaced, and its job comes back as :class:`Lost`.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

log = logging.getLogger(__name__)

Job = TypeVar("Job")
Result = TypeVar("Result")

RECYCLED_AFTER = 500
"""Jobs after which a process is replaced, so that nothing can pile up in it."""
WINDOW = 8
"""Jobs per process that may be finished or under way while an earlier one is not."""
START_SECONDS = 60.0
"""How long a new process may take to get ready; no job's deadline runs meanwhile."""

_READY = "ready"


class Loss(StrEnum):
    """Why a job has no result."""

    TIME = "time"
    DIED = "died"
    FAILED = "failed"
    """A defect of ours in the work itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A job whose process had to be given up."""

    why: Loss


class Pool(Generic[Job, Result]):
    """``workers`` processes doing ``work``, each job within ``seconds``; a context manager.

    ``work``, and ``prepare``, which runs once in each new process, can be pickled; ``preload`` names the
    modules they need.
    """

    def __init__(
        self,
        work: Callable[[Job], Result],
        *,
        workers: int,
        seconds: float,
        prepare: Callable[[], None],
        preload: tuple[str, ...],
    ) -> None:
        self._seconds = seconds
        self._context = _context(preload)
        self._task = (work, prepare)
        self._workers = [self._start() for _ in range(workers)]
        self._handed_out = 0

    def __enter__(self) -> Pool[Job, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | Lost]]:
        """Each job with its result, in the order of ``jobs``, which is read only as needed."""
        source = enumerate(jobs, self._handed_out)
        finished: dict[int, tuple[Job, Result | Lost]] = {}
        due = self._handed_out  # The number of the next result to hand over.
        while True:
            self._hand_out(source, limit=due + WINDOW * len(self._workers))
            if due == self._handed_out:
                return
            finished.update(self._collect())
            while due in finished:
                yield finished.pop(due)
                due += 1

    def _hand_out(self, source: Iterator[tuple[int, Job]], limit: int) -> None:
        """Give every idle process a job, up to job number ``limit``."""
        for place in range(len(self._workers)):
            if self._workers[place].task is not None or self._handed_out >= limit:
                continue
            following = next(source, None)
            if following is None:
                return
            if self._workers[place].spent or self._workers[place].done >= RECYCLED_AFTER:
                self._replace(place)
            self._handed_out += 1
            self._workers[place].give(*following, self._seconds)

    def _collect(self) -> Iterator[tuple[int, tuple[Job, Result | Lost]]]:
        """Wait until something happens; every job that came to an end."""
        busy = [worker for worker in self._workers if worker.task is not None]
        if not busy:
            return
        patience = min(worker.deadline for worker in busy) - time.monotonic()
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, patience))
        for worker in busy:
            assert worker.task is not None
            number, job = worker.task
            outcome = worker.take(self._seconds) if worker.pipe in ready else worker.overdue()
            if outcome is None:
                continue
            if isinstance(outcome, Lost) and outcome.why is not Loss.FAILED:
                worker.give_up()  # Replaced when there is a next job: this one's answer comes first.
            yield number, (job, outcome)

    def _replace(self, place: int) -> None:
        self._workers[place].kill()
        self._workers[place] = self._start()

    def _start(self) -> _Worker[Job, Result]:
        return _Worker(self._context, *self._task)


class _Worker(Generic[Job, Result]):
    """One process, our end of its pipe, and the job it is on."""

    def __init__(
        self, context: Any, work: Callable[[Job], Result], prepare: Callable[[], None]
    ) -> None:
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work, prepare), daemon=True)
        self._process.start()
        theirs.close()
        self._started = False
        self.task: tuple[int, Job] | None = None
        self.deadline = time.monotonic() + START_SECONDS
        self.done = 0
        self.spent = False
        """Given up: no further job can be handed over."""

    def give(self, number: int, job: Job, seconds: float) -> None:
        """Hand over a job; a process found dead is noticed when its result is taken."""
        self.task = (number, job)
        if self._started:
            self.deadline = time.monotonic() + seconds
        with suppress(OSError):
            self.pipe.send(job)

    def take(self, seconds: float) -> Result | Lost | None:
        """What came through the pipe: a result, the end of the process, or word that it is ready."""
        try:
            said: str | Lost | tuple[Result] = self.pipe.recv()
        except (EOFError, OSError):
            return self._died()
        if isinstance(said, str):
            self._started = True
            self.deadline = time.monotonic() + seconds
            return None
        self.task = None
        self.done += 1
        return said if isinstance(said, Lost) else said[0]

    def overdue(self) -> Lost | None:
        """``Lost`` when the deadline has passed."""
        return Lost(why=Loss.TIME) if self.deadline <= time.monotonic() else None

    def give_up(self) -> None:
        """Stop the process in the middle of its job, without waiting for its end."""
        self.task, self.spent = None, True
        self._process.kill()

    def kill(self) -> None:
        """End the process, whatever it is doing, and leave nothing of it."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.pipe.close()

    def _died(self) -> Lost:
        if not self._started:
            raise RuntimeError("a worker process does not start")
        return Lost(why=Loss.DIED)


def _context(preload: tuple[str, ...]) -> Any:
    """Processes are forked off a small server that has ``preload`` loaded: quick to replace, and free
    of whatever threads and files this process has."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _serve(
    pipe: Connection[Any, Any], work: Callable[[Job], Result], prepare: Callable[[], None]
) -> None:
    """The life of a worker process: until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us.
    prepare()
    gc.freeze()  # The tables stay: they need not be gone through again for every few rows.
    with suppress(EOFError, OSError):
        pipe.send(_READY)
        while True:
            job: Job = pipe.recv()
            pipe.send(_done(work, job))


def _done(work: Callable[[Job], Result], job: Job) -> Lost | tuple[Result]:
    try:
        return (work(job),)
    except Exception as error:
        log.error("a job failed: %s", type(error).__name__)
        log.debug("failed", exc_info=True)
        return Lost(why=Loss.FAILED)
