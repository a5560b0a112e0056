"""Processes that overrun, die or refuse to end take one job with them and nothing else."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from checker.pool import RECYCLED_AFTER, WINDOW, Loss, Lost, Pool


def act(job: str) -> str:
    """Do what the job says; runs in a worker."""
    if job == "hang":
        time.sleep(60)
    if job == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)
    if job == "die":
        os._exit(3)
    if job == "raise":
        raise ValueError(job)
    if job == "big":
        return "x" * 5_000_000
    if job == "who":
        return str(os.getpid())
    return job.upper()


def ready() -> None:
    """Nothing to prepare."""


def die_at_once() -> None:
    os._exit(1)


def pool(workers: int = 2, seconds: float = 1.0) -> Pool[str, str]:
    return Pool(act, workers=workers, seconds=seconds, prepare=ready, preload=(__name__,))


TIME, DIED, FAILED = (Lost(why=why) for why in (Loss.TIME, Loss.DIED, Loss.FAILED))


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param(list("abcde"), list("ABCDE"), id="order"),
        pytest.param(["a", "hang", "b", "c"], ["A", TIME, "B", "C"], id="hangs"),
        pytest.param(["deaf", "b"], [TIME, "B"], id="ignores_signals"),
        pytest.param(["die", "b", "die", "c"], [DIED, "B", DIED, "C"], id="dies"),
        pytest.param(["raise", "b"], [FAILED, "B"], id="raises"),
    ],
)
def test_results_in_order(jobs: list[str], expected: list[str | Lost]) -> None:
    with pool() as workers:
        assert list(workers.results(jobs)) == list(zip(jobs, expected, strict=True))


class Counted(Pool[str, str]):
    """A pool that counts the processes it started."""

    started = 0

    def _start(self) -> Any:
        self.started += 1
        return super()._start()


@pytest.mark.parametrize("job", ["hang", "deaf", "die"])
def test_the_answer_of_a_job_given_up_does_not_wait_for_another_process(job: str) -> None:
    workers = Counted(act, workers=1, seconds=0.3, prepare=ready, preload=(__name__,))
    with workers:
        results = workers.results([job, "b"])
        assert next(results)[0] == job
        assert workers.started == 1
        assert next(results) == ("b", "B")
        assert workers.started == 2


def test_large_results_come_through() -> None:
    with pool(workers=1) as workers:
        ((_, result),) = workers.results(["big"])
    assert isinstance(result, str)
    assert len(result) == 5_000_000


def test_reads_jobs_only_as_needed() -> None:
    """A job that takes long does not let the others pile up without bound."""
    read: list[str] = []

    def jobs() -> Iterator[str]:
        for job in ["hang", *("a" * 100)]:
            read.append(job)
            yield job

    with pool(workers=2, seconds=0.5) as workers:
        results = workers.results(jobs())
        assert next(results) == ("hang", TIME)
        assert len(read) <= 2 * WINDOW + 1
        assert sum(1 for _ in results) == 100


def test_processes_are_recycled_and_ended() -> None:
    with pool(workers=1) as workers:
        first = dict(
            enumerate(result for _, result in workers.results(["who"] * (RECYCLED_AFTER + 1)))
        )
        pids = {int(str(pid)) for pid in first.values()}
        assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_second_stream_can_follow() -> None:
    with pool(workers=1) as workers:
        assert [r for _, r in workers.results(["a"])] == ["A"]
        assert [r for _, r in workers.results(["b", "c"])] == ["B", "C"]


def test_a_process_that_cannot_start_is_a_defect_and_no_endless_loop() -> None:
    with (
        Pool(act, workers=1, seconds=1, prepare=die_at_once, preload=(__name__,)) as workers,
        pytest.raises(RuntimeError, match="does not start"),
    ):
        list(workers.results(["a"]))
