"""How far a sweep is, for people: a bar that moves on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from checker.message import N_, Message, message
from checker.sweep.coordinator import Tally, Watch
from checker.terminal import console_for

EVERY = 10.0
"""Seconds between two lines where nobody watches live."""
_FIRST = 5.0
"""Seconds after which a rate is told: the first ones go into getting ready."""

Clock = Callable[[], float]


class Rate:
    """Jobs a second, and the time left at that rate, reckoned over this run."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock, self._begun = clock, clock()

    def told(self, tally: Tally) -> Message:
        """How far ``tally`` is."""
        seconds = self._clock() - self._begun
        ended = tally.ended - tally.before
        if tally.waiting_for:
            return message(
                N_("{done} of {all}, waiting for the store ({why})"),
                **_of(tally),
                why=tally.waiting_for,
            )
        if not tally.workers:
            return message(N_("{done} of {all}, waiting for workers"), **_of(tally))
        if tally.resting:
            told = N_("{done} of {all}, waiting for the registry {name}")
            return message(told, **_of(tally), name=tally.resting[0])
        if seconds < _FIRST or not ended:
            return message(N_("{done} of {all}"), **_of(tally))
        rate = ended / seconds
        left = (self._all(tally) - tally.ended) / rate
        return message(
            N_("{done} of {all}, {rate} a second, {left} left"),
            **_of(tally),
            rate=f"{rate:.1f}",
            left=_span(left),
        )

    @staticmethod
    def _all(tally: Tally) -> float:
        """Jobs there will be, by the share of the input that was read."""
        share = tally.read / tally.size if tally.size else 1.0
        return tally.jobs / share if share else tally.jobs


def _of(tally: Tally) -> dict[str, str]:
    more = "+" if tally.read < tally.size else ""
    return {"done": f"{tally.ended:,}", "all": f"{tally.jobs:,}{more}"}


def _span(seconds: float) -> str:
    """A span of time as on a clock.

    >>> _span(3725)
    '1:02:05'
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


@contextmanager
def watching(stream: IO[str], *, every: float = EVERY) -> Iterator[Watch]:
    """A watch that tells on ``stream`` how far a sweep is."""
    console, rate = console_for(stream), Rate()
    if console.is_terminal:
        with _live(console, rate) as watch:
            yield watch
    else:
        yield _plain(console, rate, every)


@contextmanager
def _live(console: Console, rate: Rate) -> Iterator[Watch]:
    columns = (BarColumn(bar_width=30), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)

        def watch(tally: Tally) -> None:
            all_read = tally.read >= tally.size
            progress.update(
                task,
                completed=tally.ended,
                total=max(tally.jobs, 1) if all_read else None,
                description=rate.told(tally).text(),
            )

        yield watch


def _plain(console: Console, rate: Rate, every: float) -> Watch:
    last = time.monotonic()
    waiting_for = ""

    def watch(tally: Tally) -> None:
        nonlocal last, waiting_for
        if time.monotonic() < last + every and tally.waiting_for == waiting_for:
            return
        last, waiting_for = time.monotonic(), tally.waiting_for
        console.print(Text(rate.told(tally).text()))

    return watch
