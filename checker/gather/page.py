"""The typed page, and the few pages of the same site on which a seller says who it is.

Everything happens inside one budget. What is late is missing, and named so; what a page points at
apart from those few links is never fetched. Where address and page do not fit together the page is
visited a second time, in the way of a visitor who comes from a search page.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from checker.evidence import (
    START_PAGE,
    Event,
    Found,
    Missing,
    MissingReason,
    Observation,
    ObservedValue,
    PageVisit,
    Response,
    Started,
    View,
    WasMissing,
)
from checker.gather.robots import NOTHING, Robots, read_robots
from checker.gather.roles import ROLES, Choice, choose
from checker.gather.second_view import (
    AS_CRAWLER,
    FROM_SEARCH,
    SecondView,
    second_views,
    sells,
)
from checker.gather.start_page import home_above, home_of_start
from checker.net import AGENT, Limits, Network, fetch
from checker.page.facts import PageFacts
from checker.target import Target
from checker.urls import ParsedUrl, parse

log = logging.getLogger(__name__)

Read = Callable[[Response], PageFacts | Missing]
"""Turns an answer into facts, in bounded time; called from several threads."""

Task = Callable[[], PageVisit | Missing]
"""One visit, in bounded time."""

VIEWS = {way.source: way.view for way in (FROM_SEARCH, AS_CRAWLER)}
"""The pages that are seen in the way of another visitor."""


def gather(
    target: Target,
    network: Network,
    limits: Limits,
    read: Read,
    clock: Callable[[], datetime],
    *,
    crawler_view: bool = False,
) -> Iterator[Event]:
    """Visit ``target`` and its site: an event when a page is asked, and when it came or did not.

    With ``crawler_view`` a page that offers no medicine to plain visitors is visited once more with the
    name of a search engine's crawler beside our own.
    """
    visitor = _Visitor(network=network, limits=limits, read=read)
    yield Started(source="page")
    visit = visitor.in_time("page", lambda: visitor.visit("page", "typed", target.url, gone=True))
    yield _event("page", visit, clock)
    shown = visit if isinstance(visit, Missing) else visit.facts
    again = second_views(shown, target.url, crawler=crawler_view)
    # First, since what they may show is more than the other pages can.
    tasks: dict[str, Task] = {
        one.source: partial(visitor.visit_again, target.url, one) for one in again
    }
    if isinstance(visit, PageVisit):
        found = choose(visit.facts.links, _seen(target, visit), network.names)
        chosen = found[: limits.pages]
        for absent in _not_visited(found, chosen):
            yield _event(absent.source, absent, clock)
        tasks |= _further(visitor, visit, chosen)
    elif again and (home := home_above(target.url)):
        tasks[START_PAGE] = partial(visitor.visit_asking, START_PAGE, "start", home)
    yield from (Started(source=source) for source in tasks)
    for source, value in visitor.visit_all(tasks):
        yield _event(source, value, clock)


def _further(visitor: _Visitor, visit: PageVisit, chosen: Sequence[Choice]) -> dict[str, Task]:
    """The further pages to read, by source."""
    places = {f"page:{choice.role}": (choice.role, choice.url) for choice in chosen}
    if home := home_of_start(visit.response.hops, visit.facts):
        places[START_PAGE] = ("start", home)
    return {
        source: partial(visitor.visit_asking, source, role, url)
        for source, (role, url) in places.items()
    }


def _not_visited(found: Sequence[Choice], chosen: Sequence[Choice]) -> Iterator[Missing]:
    linked = {choice.role for choice in found}
    for role in ROLES:
        if role not in linked:
            yield Missing(source=f"page:{role}", reason=MissingReason.NOT_FOUND)
        elif role not in {choice.role for choice in chosen}:
            detail = "enough pages were read"
            yield Missing(source=f"page:{role}", reason=MissingReason.NOT_ASKED, detail=detail)


def _event(source: str, value: ObservedValue, clock: Callable[[], datetime]) -> Event:
    seen = Observation(source=source, view=VIEWS.get(source, View.FETCHED), at=clock(), value=value)
    if isinstance(value, Missing):
        return WasMissing(observation=seen)
    return Found(observation=seen)


def _seen(target: Target, visit: PageVisit) -> Sequence[ParsedUrl]:
    """The addresses on the way to the typed page, the one where it was found last."""
    return [parse(url) for url in (target.url, *(hop.url for hop in visit.response.hops))]


@dataclass(slots=True, kw_only=True)
class _Visitor:
    """One gathering: its budget, and what it knows of the hosts it asks."""

    network: Network
    limits: Limits
    read: Read
    end: float = field(init=False)
    robots: dict[str, Robots] = field(init=False, default_factory=dict)
    lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    next_start: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.limits.gather

    @property
    def left(self) -> float:
        return max(self.end - time.monotonic(), 0.0)

    def visit(
        self,
        source: str,
        role: str,
        url: str,
        *,
        referer: str | None = None,
        agent: str = AGENT,
        gone: bool = False,
    ) -> PageVisit | Missing:
        """Fetch and read one page. With ``gone`` also one that is said not to be there, where it sells: browsers
        show it all the same."""
        limits = replace(self.limits, total=min(self.limits.total, self.left))
        response = fetch(
            url, self.network, limits, source=source, referer=referer, agent=agent, gone=gone
        )
        if isinstance(response, Missing):
            return response
        facts = self._facts(response)
        if response.status != 200 and (isinstance(facts, Missing) or not sells(facts)):
            return Missing(
                source=source,
                reason=MissingReason.HTTP_STATUS,
                detail=f"status {response.status}",
                hops=response.hops,
            )
        if isinstance(facts, Missing):
            return replace(facts, source=source, hops=response.hops)
        return PageVisit(role=role, response=response, facts=facts)

    def _facts(self, response: Response) -> PageFacts | Missing:
        try:
            return self.read(response)
        except Exception:  # A defect of our own reader takes one page, not the whole check.
            log.exception("reading a page failed")
            return Missing(source="page", reason=MissingReason.UNREADABLE, detail="reader failed")

    def in_time(self, source: str, task: Callable[[], PageVisit | Missing]) -> PageVisit | Missing:
        """The outcome of ``task``, or that it was late."""
        done: queue.Queue[PageVisit | Missing] = queue.Queue()
        _start(lambda: done.put(task()))
        try:
            return done.get(timeout=self.left)
        except queue.Empty:
            return _late(source)

    def visit_all(self, tasks: Mapping[str, Task]) -> Iterator[tuple[str, PageVisit | Missing]]:
        """Do the visits, few at a time; they come in the order in which they are done."""
        waiting: queue.SimpleQueue[tuple[str, Task]] = queue.SimpleQueue()
        done: queue.Queue[tuple[str, PageVisit | Missing]] = queue.Queue()
        for task in tasks.items():
            waiting.put(task)
        for _ in range(min(self.limits.parallel, len(tasks))):
            _start(lambda: self._work(waiting, done))
        open_sources = list(tasks)
        while open_sources:
            try:
                source, value = done.get(timeout=self.left)
            except queue.Empty:
                break
            open_sources.remove(source)
            yield source, value
        yield from ((source, _late(source)) for source in open_sources)

    def _work(
        self,
        waiting: queue.SimpleQueue[tuple[str, Task]],
        done: queue.Queue[tuple[str, PageVisit | Missing]],
    ) -> None:
        while self.left > 0:
            try:
                source, task = waiting.get_nowait()
            except queue.Empty:
                return
            done.put((source, task()))

    def visit_again(self, url: str, way: SecondView) -> PageVisit | Missing:
        """The typed page in the way of another visitor."""
        self._wait_for_turn(parse(url).host)
        return self.visit(
            way.source, way.role, url, referer=way.referer, agent=way.agent, gone=True
        )

    def visit_asking(self, source: str, role: str, url: ParsedUrl) -> PageVisit | Missing:
        """A further page, unless the site asks programs not to read it."""
        robots = self._robots(url)
        query = f"?{url.query}" if url.query else ""
        if not robots.allows(url.path + query):
            detail = "robots.txt could not be read" if robots is NOTHING else "robots.txt"
            return Missing(source=source, reason=MissingReason.ROBOTS, detail=detail)
        self._wait_for_turn(url.host)
        if self.left <= 0:
            return _late(source)
        return self.visit(source, role, url.url)

    def _robots(self, url: ParsedUrl) -> Robots:
        with self.lock:  # The second page of a host waits for the rules the first one fetches.
            if url.origin not in self.robots:
                limits = replace(self.limits, total=min(self.limits.total, self.left))
                self.robots[url.origin] = read_robots(url, self.network, limits)
            return self.robots[url.origin]

    def _wait_for_turn(self, host: str) -> None:
        with self.lock:
            now = time.monotonic()
            turn = max(now, self.next_start.get(host, now))
            self.next_start[host] = turn + self.limits.politeness
        time.sleep(min(max(turn - now, 0), self.left))


def _late(source: str) -> Missing:
    return Missing(source=source, reason=MissingReason.TIMEOUT, detail="not within the budget")


def _start(task: Callable[[], None]) -> None:
    # A daemon: a page that is late does not hold the process, and ends by its own deadline.
    threading.Thread(target=task, daemon=True, name="visit").start()
