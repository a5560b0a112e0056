"""The way from the service to the checker: one engine for all checks, with its reading processes."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import Protocol

from checker.check import evidence_of, gathering, target_of
from checker.demo.manifest import demo_checks, demo_hosts
from checker.demo.server import DemoWeb
from checker.errors import InputRefused, NotStored
from checker.evidence import Event as Step
from checker.evidence import Evidence, Missing, Response
from checker.family.memory import FamilyMemory
from checker.gather.everything import Sources
from checker.gather.origin import OriginData
from checker.judgement import judge, now, page_evidence
from checker.net import Limits, Network, judge_url
from checker.page.facts import PageFacts
from checker.page.worker import PageReader
from checker.report import Report
from checker.seen import with_page_seen
from checker.target import Target, read_target
from web.settings import Settings

log = logging.getLogger("rxlens.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one check is asked."""

    address: str
    """As it was typed. Held while the check runs, never after."""
    country: str
    page: bytes | None = None
    """The page as the asker's browser shows it."""


class Engine(Protocol):
    """Answers questions. Safe to use from several threads."""

    def admit(self, target: Target) -> None:
        """Raise :class:`~checker.errors.FetchRefused` for an address that is never visited."""

    def steps(self, question: Question) -> Iterator[Step | Report]:
        """Every event as it happens, and the report last."""

    @property
    def is_ready(self) -> bool:
        """Whether tables and model are loaded, so that a check waits for none of them."""

    def close(self) -> None:
        """End all processes and servers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where checks may go, and what they use beside the pages."""

    network: Network = field(default_factory=Network)
    sources: Sources = field(default_factory=Sources)


class CheckerEngine:
    """The checker itself, with reading processes that all checks share."""

    def __init__(
        self,
        reach: Reach | None = None,
        *,
        demo: Reach | None = None,
        limits: Limits | None = None,
        readers: int = 2,
        families: FamilyMemory | None = None,
        held: ExitStack | None = None,
    ) -> None:
        """``reach`` is the internet when None. The invented hosts of the demonstration are looked for in
        ``demo``, which others never reach. ``families`` remembers the sites that were checked, where it may.
        ``held`` is closed with the engine."""
        self._reach, self._demo, self._limits = reach or Reach(), demo, limits
        self._families = families
        self._held = held or ExitStack()
        self._reader = PageReader(workers=readers)
        self._ready = Event()

    def admit(self, target: Target) -> None:
        """See :class:`Engine`. What is answered without a visit is let through."""
        if target.fetchable:
            network = self._reach_of(target).network
            judge_url(target.url, network.ports, network.names)

    def _reach_of(self, target: Target) -> Reach:
        if self._demo is not None and target.host in demo_hosts():
            return self._demo
        return self._reach

    def steps(self, question: Question) -> Iterator[Step | Report]:
        """See :class:`Engine`."""
        begun = now()
        asked = self._reach_of(read_target(question.address)).network
        target = target_of(
            question.address, network=asked, limits=self._limits, reader=self._reader
        )
        reach = self._reach_of(target)
        events: list[Step] = []
        for event in gathering(
            target,
            network=reach.network,
            sources=reach.sources,
            limits=self._limits,
            reader=self._reader,
        ):
            events.append(event)
            yield event
        evidence = evidence_of(target, question.country, begun, events)
        if question.page is not None:
            evidence = with_page_seen(evidence, question.page, self._reader.read, now())
        report = judge(evidence)
        if reach is self._reach:
            self._remember(evidence, report)
        yield report

    def _remember(self, evidence: Evidence, report: Report) -> None:
        """Keep the site's fingerprint, where that is switched on; a store that fails costs no answer."""
        if self._families is None:
            return
        try:
            self._families.remember(evidence, report)
        except (NotStored, InputRefused) as error:
            log.warning("a fingerprint was not kept: %s", type(error).__name__)

    def read(self, response: Response) -> PageFacts | Missing:
        """Facts out of a page or a message, in a process of its own and in bounded time."""
        return self._reader.read(response)

    def warm_up(self) -> None:
        """Load what the first check would otherwise wait for: tables and the model."""
        page = b"<title>-</title><p>Buy Viagra 10 tablets $10</p>"
        target = read_target("https://unknown.invalid/")
        judge(page_evidence(page, target, read=self._reader.read))
        self._ready.set()

    @property
    def is_ready(self) -> bool:
        """See :class:`Engine`."""
        return self._ready.is_set()

    def close(self) -> None:
        """See :class:`Engine`."""
        self._reader.close()
        self._held.close()


def engine_for(settings: Settings, families: FamilyMemory | None = None) -> Engine:
    """The engine that ``settings`` ask for, which asks and fills ``families``."""
    with ExitStack() as held:
        sources, demo = Sources(crawler_view=settings.crawler_view), None
        if families is not None:
            sources = replace(sources, families=families.ask)
        if settings.origin_db:
            data = held.enter_context(OriginData(*settings.origin_db))
            sources = replace(sources, origin=data)
        if settings.demo:
            web = held.enter_context(DemoWeb())
            invented = replace(web.sources(), crawler_view=settings.crawler_view)
            demo = Reach(network=web.network(), sources=invented)
        engine = CheckerEngine(
            Reach(sources=sources),
            demo=demo,
            readers=settings.readers,
            families=families,
            held=held.pop_all(),
        )
    Thread(target=_get_ready, args=(engine,), name="warm-up", daemon=True).start()
    return engine


def _get_ready(engine: CheckerEngine) -> None:
    try:
        engine.warm_up()
    except Exception as error:
        # What cannot be loaded is said by each check; the service answers all the same.
        log.error("getting ready failed: %s", type(error).__name__)
    # Tables and model stay to the end: what collects garbage need not look at them each time.
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """One address that the first screen offers in the demonstration."""

    url: str
    title: str
    shows: str


def demo_sites() -> tuple[DemoSite, ...]:
    """The invented sites, in the order in which they are shown."""
    return tuple(DemoSite(url=c.url, title=c.title, shows=c.shows) for c in demo_checks())
