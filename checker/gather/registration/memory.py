"""What is remembered between look-ups: answers for a day, servers that asked for quiet, and turns.

In memory only, and only by registrable domain: who asked, and for which page, is never known here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from checker.registration import Registration

KEPT = timedelta(hours=24)
MOST_ANSWERS = 10_000
MOST_SERVERS = 2_000
LONGEST_QUIET = timedelta(hours=24)


class _Turn:
    """The right to ask one server."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()


class Memory:
    """Shared by all look-ups of a process; safe to use from several threads."""

    def __init__(self, *, kept: timedelta = KEPT, most: int = MOST_ANSWERS) -> None:
        self._kept = kept
        self._most = most
        self._guard = threading.Lock()
        self._answers: OrderedDict[str, tuple[datetime, Registration]] = OrderedDict()
        self._quiet: OrderedDict[str, datetime] = OrderedDict()
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()

    def answer(self, domain: str, now: datetime) -> Registration | None:
        """The answer about ``domain`` that is not too old at ``now``."""
        with self._guard:
            at, found = self._answers.get(domain, (None, None))
            if at is None or not at <= now < at + self._kept:
                self._answers.pop(domain, None)
                return None
            self._answers.move_to_end(domain)
            return found

    def keep(self, domain: str, found: Registration, now: datetime) -> None:
        """Remember an answer; the least recently used one makes room."""
        with self._guard:
            self._answers[domain] = now, found
            self._answers.move_to_end(domain)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def quiet(self, server: str, until: datetime, now: datetime) -> None:
        """Remember that ``server`` is not to be asked before ``until``."""
        with self._guard:
            self._quiet[server] = min(until, now + LONGEST_QUIET)
            self._quiet.move_to_end(server)
            while len(self._quiet) > MOST_SERVERS:
                self._quiet.popitem(last=False)

    def is_quiet(self, server: str, now: datetime) -> bool:
        """Whether ``server`` asked for quiet, and the time is not over."""
        return server in self.quiet_servers(now)

    def quiet_servers(self, now: datetime) -> dict[str, datetime]:
        """The servers that asked for quiet, each with the time until which they are left alone."""
        with self._guard:
            for server in [server for server, until in self._quiet.items() if until <= now]:
                del self._quiet[server]
            return dict(self._quiet)

    @contextmanager
    def turn(self, server: str, patience: float) -> Iterator[bool]:
        """Hold the only turn of ``server``; false when it did not come within ``patience`` seconds."""
        with self._guard:
            turn = self._turns.setdefault(server, _Turn())
        taken = turn.lock.acquire(timeout=max(patience, 0))
        try:
            yield taken
        finally:
            if taken:
                turn.lock.release()
