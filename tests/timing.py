"""Bounds of time that only slow work breaks, not a busy machine: what is slow is slow each time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TRIES = 3


def within(seconds: float, work: Callable[[], T], what: object = "") -> T:
    """What ``work`` gives in the first of three runs that ends within ``seconds``.

    The slower ones measure the machine, or Python's collector of garbage: in a process that ran
    thousands of tests one of its rounds takes a second.

    Raises:
        AssertionError: each run took longer; it names ``what`` and the shortest.
    """
    shortest = float("inf")
    for _ in range(TRIES):
        answer, took = _timed(work)
        shortest = min(shortest, took)
        if shortest <= seconds:
            return answer
    raise AssertionError(f"{what}: {shortest:.3f} s at best where {seconds} s are allowed")


def quickest(work: Callable[[], object]) -> float:
    """The shortest of three runs of ``work``, in seconds."""
    return min(_timed(work)[1] for _ in range(TRIES))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - begun
