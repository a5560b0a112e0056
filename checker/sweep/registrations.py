"""Asking who registered many names: each registry by one thread of one process, one question at a time.

All other workers of a sweep, on whatever machine, ask no registry: so there is no lock to share, none that a
worker can take to its grave, and a registry sees one polite asker however many machines are at work. Nothing
is lost by it, since it is the registries that set the pace.

A registry that asks for quiet is left alone as long as it says, and one that does not answer for a growing
while, up to ``patience`` in all. Then the rest of its names go unasked, and are told so.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from queue import Empty, SimpleQueue

from checker.errors import FetchRefused
from checker.evidence import Missing, MissingReason
from checker.gather.everything import no_registration, said
from checker.gather.registration import Memory, Registries, known_registries, look_up
from checker.gather.side_by_side import start
from checker.judgement import now
from checker.net import Limits, judge_url
from checker.registration import Registration
from checker.sweep.reach import Reach
from checker.target import Target

PAUSE = 0.2
"""Seconds between an answer of a registry and the next question to it."""
PATIENCE = 900.0
"""Seconds for which one registry may keep a sweep waiting, in all."""
ANSWER_SECONDS = 6.0
MOST_REGISTRIES = 32
"""Registries asked at the same time."""
FAILURES = 3
"""Questions in a row without an answer after which a registry counts as away."""
FIRST_WAIT = 10.0
"""Seconds for which a registry that is away is left alone at first; twice as long each time."""

TRIES = 3
"""Times one name is asked about."""
LEAST_WAIT = 1.0
"""Seconds of quiet that a registry has after it turned us away, whatever it says."""

Answer = Registration | Missing


def registry_of(target: Target, reach: Reach) -> str:
    """The host that is asked first about the domain of ``target``; empty when nobody is."""
    if not target.fetchable or no_registration(target) is not None:
        return ""
    try:
        judge_url(target.url, reach.network.ports, reach.network.names)
    except FetchRefused:
        return ""
    return next(iter(_registries(reach).servers_for(target.domain)), "")


class Desk:
    """Takes names to ask about, and gives what was said. For one thread; its own do the asking.

    ``quiet`` are servers that asked for quiet in an earlier run, with the time until which.
    """

    def __init__(
        self,
        reach: Reach,
        limits: Limits,
        *,
        pause: float = PAUSE,
        patience: float = PATIENCE,
        quiet: Mapping[str, datetime] | None = None,
    ) -> None:
        self._reach, self._limits = reach, limits
        self._pause, self._patience = pause, patience
        self._memory = reach.sources.memory or Memory()
        for server, until in (quiet or {}).items():
            self._memory.quiet(server, until, now())
        self._lock = threading.Lock()
        self._queues: dict[str, deque[tuple[int, str]]] = {}
        self._served: set[str] = set()
        self._waited: dict[str, float] = defaultdict(float)
        self._failures: dict[str, int] = defaultdict(int)
        """Questions in a row without an answer."""
        self._tries: dict[int, int] = defaultdict(int)
        self._resting: set[str] = set()
        self._given_up: dict[str, Missing] = {}
        self._closed = threading.Event()
        self._told: SimpleQueue[tuple[int, Answer]] = SimpleQueue()
        self.pending = 0
        """Names that were put and not answered yet."""

    def put(self, registry: str, names: Iterable[tuple[int, str]]) -> None:
        """Ask ``registry`` about names, each a number and a registrable domain."""
        with self._lock:
            waiting = self._queues.setdefault(registry, deque())
            before = len(waiting)
            waiting.extend(names)
            self.pending += len(waiting) - before
            idle = registry not in self._served and len(self._served) < MOST_REGISTRIES
            if idle:
                self._served.add(registry)
        if idle:
            start(lambda: self._serve(registry))

    def waiting(self) -> dict[str, int]:
        """Names in the queue of each registry that has any."""
        with self._lock:
            return {registry: len(names) for registry, names in self._queues.items() if names}

    def answers(self) -> list[tuple[int, Answer]]:
        """What was said since the last call: number of the name and the answer."""
        found = []
        try:
            while True:
                found.append(self._told.get_nowait())
        except Empty:
            self.pending -= len(found)
            return found

    @property
    def resting(self) -> list[str]:
        """Registries that are left alone for a while."""
        return sorted(self._resting)

    @property
    def quiet(self) -> dict[str, datetime]:
        """Servers that want quiet, and until when."""
        return self._memory.quiet_servers(now())

    def close(self) -> None:
        """Ask nobody any more."""
        self._closed.set()

    # The threads

    def _serve(self, registry: str) -> None:
        """Serve one registry after the other until no queue is left without a thread."""
        following: str | None = registry
        while following is not None and not self._closed.is_set():
            while (name := self._next(following)) is not None:
                self._ask_about(following, *name)
            following = self._another(following)

    def _next(self, registry: str) -> tuple[int, str] | None:
        with self._lock:
            names = self._queues.get(registry)
            return names.popleft() if names else None

    def _another(self, registry: str) -> str | None:
        """A registry whose names nobody serves, in the place of ``registry``."""
        with self._lock:
            if self._queues.get(registry):
                return registry  # Something came in between.
            self._served.discard(registry)
            for other, names in self._queues.items():
                if names and other not in self._served:
                    self._served.add(other)
                    return other
            return None

    def _ask_about(self, registry: str, number: int, domain: str) -> None:
        """Tell what the registry says. When it turns us away or is away it is left alone for as long as it
        takes, and the name comes again behind the others: it may be the name alone that is refused."""
        if registry in self._given_up:
            self._told.put((number, self._given_up[registry]))
            return
        found = self._ask(domain)
        seconds = self._wait_after(registry, domain, found)
        if seconds and isinstance(found, Missing):
            if self._waited[registry] + seconds > self._patience:
                self._given_up[registry] = found
            else:
                self._waited[registry] += seconds
                self._rest(registry, seconds)
                self._tries[number] += 1
                if self._tries[number] < TRIES:
                    self._put_back(registry, number, domain)
                    return
        self._tries.pop(number, None)
        self._told.put((number, found))

    def _rest(self, registry: str, seconds: float) -> None:
        """Leave a registry alone."""
        self._resting.add(registry)
        self._closed.wait(seconds)
        self._resting.discard(registry)

    def _put_back(self, registry: str, number: int, domain: str) -> None:
        with self._lock:
            self._queues[registry].append((number, domain))

    def _ask(self, domain: str) -> Answer:
        sources = self._reach.sources
        found = look_up(
            domain,
            self._reach.network,
            deadline=ANSWER_SECONDS,
            limits=self._limits,
            registries=sources.registries,
            memory=self._memory,
        )
        self._closed.wait(self._pause)
        return said(found)

    def _wait_after(self, registry: str, domain: str, found: Answer) -> float:
        """Seconds after which to ask again; 0 when there is an answer, or the next name may have one."""
        if isinstance(found, Registration) or found.reason is MissingReason.NOT_ASKED:
            self._failures[registry] = 0
            return 0.0
        if found.reason is MissingReason.THROTTLED:
            return self._until_asked_again(domain)
        self._failures[registry] += 1
        too_many = self._failures[registry] - FAILURES
        return FIRST_WAIT * 2**too_many if too_many >= 0 else 0.0

    def _until_asked_again(self, domain: str) -> float:
        """Seconds until one of the servers that know of ``domain`` has had its quiet."""
        at, quiet = now(), self.quiet
        servers = _registries(self._reach).servers_for(domain)
        waits = [(quiet[server] - at).total_seconds() for server in servers if server in quiet]
        return max(min(waits, default=0.0), LEAST_WAIT)


def _registries(reach: Reach) -> Registries:
    return reach.sources.registries or known_registries()
