"""A registry on loopback that remembers who asked it for what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from checker.gather.everything import Sources
from checker.gather.registration import Memory, Registries
from checker.sweep.reach import Reach
from tests.loopback import Pages, Reply
from tests.registries import RegistryWorld, answer, record


class Registry(Pages):
    """An RDAP server that answers for every name, and remembers when it was asked and how many at once."""

    def __init__(self, reply: Callable[[str, int], Reply | None] | None = None) -> None:
        super().__init__({})
        self._given, self._lock = reply, threading.Lock()
        self._open = 0
        self.most = 0
        self.asked: list[tuple[float, str]] = []

    def _reply(self, request: bytes) -> Reply:
        name = request.split(b" ", 2)[1].decode().rpartition("/")[2]
        with self._lock:
            self.asked.append((time.monotonic(), name))
            self._open += 1
            self.most = max(self.most, self._open)
            number = len(self.asked)
        time.sleep(0.02)
        with self._lock:
            self._open -= 1
        given = self._given(name, number) if self._given else None
        return given or answer(record(name))

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.asked]


def throttled(seconds: int) -> Reply:
    return answer({}, 429, headers=(("Retry-After", str(seconds)),))


@dataclass(frozen=True, slots=True)
class _Far:
    """A server of another process."""

    port: int


@dataclass(frozen=True, slots=True)
class Street:
    """Shops under any name behind one port, and registries by ending; other processes find them as well."""

    shops: int
    registries: tuple[tuple[str, int], ...] = ()

    @contextmanager
    def opened(self) -> Iterator[Reach]:
        """See :class:`~checker.sweep.reach.Way`."""
        world = RegistryWorld()
        for ending, port in self.registries:
            world.add(_registry(ending), http=_Far(port))  # type: ignore[arg-type]
        address = world.add("www.any.com", http=_Far(self.shops))  # type: ignore[arg-type]
        world.answer_any([address])
        known = {ending: (f"http://{_registry(ending)}/",) for ending, _ in self.registries}
        yield Reach(
            network=world.network,
            sources=Sources(registries=Registries(rdap=known, whois={}), memory=Memory()),
        )


def _registry(ending: str) -> str:
    return f"rdap.{ending}-registry.com"
