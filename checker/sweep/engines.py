"""Where batches are judged: the interface, and the processes of this computer."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from checker.sweep.answers import Judged
from checker.sweep.batch import Batch, Bench

log = logging.getLogger("rxlens.sweep")

AHEAD = 2
"""Batches for each worker that are given out, so that none waits for its next."""


class Gone(StrEnum):
    """Why a batch came to nothing."""

    DIED = "died"
    """It ended its worker, more than once."""
    FAILED = "failed"
    """A defect of ours outside any single job."""
    LATE = "late"
    """Its lease ran out."""
    AWAY = "away"
    """Those who were at work on it are gone, through no fault of the batch."""


Outcome = tuple[Batch, tuple[Judged, ...] | Gone]


class Engine(Protocol):
    """Takes batches and gives what came of each. For one thread."""

    @property
    def workers(self) -> int:
        """Workers at work now; 0 while none is there."""

    def submit(self, batch: Batch) -> None:
        """Have ``batch`` judged."""

    def finished(self, seconds: float) -> list[Outcome]:
        """What came of batches since the last call; waits up to ``seconds`` for the first."""

    def recall(self, batch: Batch) -> None:
        """Do not wait for ``batch`` any longer: its lease ran out."""

    def close(self) -> None:
        """Stop everything that is under way."""


class Outbox:
    """Outcomes on their way from the threads that have them to the one that asks."""

    def __init__(self) -> None:
        self._came: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self.put: Callable[[Outcome], None] = self._came.put

    def take(self, seconds: float) -> list[Outcome]:
        """All that has come; waits up to ``seconds`` for the first."""
        found: list[Outcome] = []
        try:
            found.append(self._came.get(timeout=seconds) if seconds else self._came.get_nowait())
            while True:
                found.append(self._came.get_nowait())
        except queue.Empty:
            return found


class LocalEngine:
    """``workers`` benches in threads of this process: the judging is done in processes of theirs."""

    def __init__(self, workers: int) -> None:
        self._inbox: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._outbox = Outbox()
        self._benches = [Bench() for _ in range(workers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(bench,), daemon=True, name="bench")
            for bench in self._benches
        ]
        for thread in self._threads:
            thread.start()

    @property
    def workers(self) -> int:
        """See :class:`Engine`."""
        return len(self._benches)

    def submit(self, batch: Batch) -> None:
        """See :class:`Engine`."""
        self._inbox.put(batch)

    def finished(self, seconds: float) -> list[Outcome]:
        """See :class:`Engine`."""
        return self._outbox.take(seconds)

    def recall(self, batch: Batch) -> None:
        """See :class:`Engine`. Here every job has a deadline of its own, and none needs recalling."""

    def close(self) -> None:
        """See :class:`Engine`. What a job is in the middle of is waited for, a moment only."""
        for bench in self._benches:
            bench.stopped = True
            self._inbox.put(None)
        end = time.monotonic() + 3
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _serve(self, bench: Bench) -> None:
        with bench:
            while (batch := self._inbox.get()) is not None:
                self._outbox.put((batch, _tried(bench, batch)))


def _tried(bench: Bench, batch: Batch) -> tuple[Judged, ...] | Gone:
    try:
        return bench.run(batch)
    except Exception as error:
        log.error("a batch failed: %s", type(error).__name__)
        log.debug("failed", exc_info=True)
        return Gone.FAILED
