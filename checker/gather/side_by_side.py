"""Several slow questions at the same time, under one deadline."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

T = TypeVar("T")


def side_by_side(
    tasks: Mapping[str, Callable[[], T]], seconds: float
) -> Iterator[tuple[str, T | Exception | None]]:
    """The outcome of each task as it comes: what it returned, what it raised, or None when late.

    A late task is left to its own deadline, in a thread that does not hold the process.
    """
    end = time.monotonic() + seconds
    done: queue.SimpleQueue[tuple[str, T | Exception]] = queue.SimpleQueue()
    for name, task in tasks.items():
        start(partial(_put_outcome, name, task, done))
    waited_for = list(tasks)
    while waited_for:
        try:
            name, outcome = done.get(timeout=max(end - time.monotonic(), 0.0))
        except queue.Empty:
            break
        waited_for.remove(name)
        yield name, outcome
    yield from ((name, None) for name in waited_for)


def start(task: Callable[[], None]) -> None:
    """Run ``task`` in a thread of its own that does not hold the process."""
    threading.Thread(target=task, daemon=True, name="gather").start()


def _put_outcome(
    name: str, task: Callable[[], T], done: queue.SimpleQueue[tuple[str, T | Exception]]
) -> None:
    try:
        outcome: T | Exception = task()
    except Exception as error:
        outcome = error
    done.put((name, outcome))
