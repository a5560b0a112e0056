"""Where the visits of a sweep go. Opened anew for each batch, wherever that is judged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from checker.gather.everything import Sources
from checker.gather.origin import OriginData
from checker.net import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What can be reached, and what is used beside the pages."""

    network: Network = field(default_factory=Network)
    sources: Sources = field(default_factory=Sources)


class Way(Protocol):
    """Opens a reach. Those that go to other machines can be pickled."""

    def opened(self) -> AbstractContextManager[Reach]:
        """The reach, while the context lasts."""


@dataclass(frozen=True, slots=True)
class Internet:
    """The internet, and databases of networks that lie under the same path on every machine."""

    origin_db: tuple[str, ...] = ()

    @contextmanager
    def opened(self) -> Iterator[Reach]:
        """See :class:`Way`."""
        if not self.origin_db:
            yield Reach()
            return
        with OriginData(*self.origin_db) as data:
            yield Reach(sources=Sources(origin=data))


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The invented web, served by whoever asks for it."""

    @contextmanager
    def opened(self) -> Iterator[Reach]:
        """See :class:`Way`."""
        from checker.demo.server import DemoWeb  # noqa: PLC0415 - not needed otherwise

        with DemoWeb() as web:
            yield Reach(network=web.network(), sources=web.sources())


@dataclass(frozen=True, slots=True)
class Given:
    """A reach that is open already, within this process."""

    reach: Reach

    @contextmanager
    def opened(self) -> Iterator[Reach]:
        """See :class:`Way`."""
        yield self.reach
