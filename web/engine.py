"""The way from the service to the checker: one engine for all checks, with its reading processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Protocol

from checker.check import check_steps
from checker.demo.manifest import demo_checks
from checker.demo.server import DemoWeb
from checker.evidence import Event
from checker.gather.everything import Sources
from checker.gather.origin import OriginData
from checker.net import Limits, Network
from checker.page.worker import PageReader
from checker.report import Report
from web.settings import Settings


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

    def steps(self, question: Question) -> Iterator[Event | Report]:
        """Every event as it happens, and the report last."""

    def close(self) -> None:
        """End all processes and servers."""


class CheckerEngine:
    """The checker itself, over the internet or whatever ``network`` reaches."""

    def __init__(
        self,
        *,
        network: Network | None = None,
        sources: Sources | None = None,
        limits: Limits | None = None,
        readers: int = 2,
    ) -> None:
        self._network, self._sources, self._limits = network, sources, limits
        self._reader = PageReader(workers=readers)

    def steps(self, question: Question) -> Iterator[Event | Report]:
        """See :class:`Engine`."""
        return check_steps(
            question.address,
            country=question.country,
            network=self._network,
            sources=self._sources,
            limits=self._limits,
            reader=self._reader,
        )

    def close(self) -> None:
        """See :class:`Engine`."""
        self._reader.close()


class OwningEngine(CheckerEngine):
    """An engine together with what has to be closed after it."""

    def __init__(self, held: ExitStack, **parts: object) -> None:
        super().__init__(**parts)  # type: ignore[arg-type]
        self._held = held

    def close(self) -> None:
        """See :class:`Engine`."""
        super().close()
        self._held.close()

    def __enter__(self) -> OwningEngine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def engine_for(settings: Settings) -> Engine:
    """The engine that ``settings`` ask for: the invented web of the demonstration, or the internet."""
    with ExitStack() as held:
        if settings.demo:
            web = held.enter_context(DemoWeb())
            network, sources = web.network(), web.sources()
        else:
            network, sources = Network(), Sources()
            if settings.origin_db:
                data = held.enter_context(OriginData(*settings.origin_db))
                sources = replace(sources, origin=data)
        return OwningEngine(
            held.pop_all(), network=network, sources=sources, readers=settings.readers
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """One address that the first screen offers in the demonstration."""

    url: str
    title: str
    shows: str


def demo_sites() -> tuple[DemoSite, ...]:
    """The invented sites, in the order in which they are shown."""
    return tuple(DemoSite(url=c.url, title=c.title, shows=c.shows) for c in demo_checks())
