"""Registries for tests: real RDAP and WHOIS servers on loopback, well-behaved or not.

:class:`checker.demo.registries.DemoRegistries` is the well-behaved pair; here every answer is the
test's own.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from checker.evidence import Missing
from checker.gather.registration import Memory, Registries, WhoisServer, look_up
from checker.net import Limits
from checker.registration import Registration
from tests.loopback import Pages, Reply, Server, World

RDAP, WHOIS = "rdap.registry.com", "whois.registry.com"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FAST = Limits(connect=1, tls=1, first_byte=1, idle=1)


class RegistryWorld(World):
    """A world whose names may have a WHOIS server, too."""

    def add_whois(self, name: str, server: Server) -> str:
        address = self.add(name)
        self._behind[address, 43] = server.port
        return address


@dataclass(slots=True)
class Whois:
    """A handler that answers WHOIS queries from a table, ``""`` being the answer to all others."""

    answers: Mapping[str, str | bytes]
    pause: float = 0.0
    """Seconds before the answer, and between its bytes when ``dribbles``."""
    dribbles: bool = False
    queries: list[str] = field(default_factory=list)

    def __call__(self, connection: socket.socket) -> None:
        query = b""
        while not query.endswith(b"\n"):
            data = connection.recv(256)
            if not data:
                return
            query += data
        self.queries.append(query.decode().strip())
        answer = self.answers.get(self.queries[-1], self.answers.get("", ""))
        data = answer.encode() if isinstance(answer, str) else answer
        time.sleep(self.pause)
        if not self.dribbles:
            connection.sendall(data)
            return
        for at in range(len(data)):
            connection.sendall(data[at : at + 1])
            time.sleep(self.pause)


@dataclass(slots=True, kw_only=True)
class Scene:
    """A world with one RDAP and one WHOIS server, and what a look-up in it needs."""

    world: RegistryWorld
    pages: Pages
    whois: Whois
    registries: Registries
    memory: Memory = field(default_factory=Memory)
    now: datetime = NOON

    def look_up(self, domain: str, deadline: float = 5.0) -> Registration | Missing:
        return look_up(
            domain,
            self.world.network,
            deadline=deadline,
            limits=FAST,
            registries=self.registries,
            memory=self.memory,
            clock=lambda: self.now,
        )

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@contextmanager
def scene(
    rdap: Mapping[str, Reply | Callable[[], Reply]] | None = None,
    whois: Mapping[str, str | bytes] | Whois | None = None,
    others: Mapping[str, Whois] | None = None,
    query: str = "{domain}",
    ending: str = "com",
) -> Iterator[Scene]:
    """A scene in which ``rdap`` (by path) and ``whois`` (by query) answer for ``ending``.

    None stands for a registry without such a server; ``others`` are further WHOIS servers by name.
    """
    with ExitStack() as stack:
        pages = Pages(rdap or {})
        handler = whois if isinstance(whois, Whois) else Whois(whois or {})
        world = RegistryWorld()
        world.add(RDAP, http=stack.enter_context(Server(pages)))
        world.add_whois(WHOIS, stack.enter_context(Server(handler)))
        for name, other in (others or {}).items():
            world.add_whois(name, stack.enter_context(Server(other)))
        yield Scene(
            world=world,
            pages=pages,
            whois=handler,
            registries=Registries(
                rdap={ending: (f"http://{RDAP}/v1/",)} if rdap is not None else {},
                whois={ending: WhoisServer(host=WHOIS, query=query)} if whois is not None else {},
            ),
        )


def answer(document: Any, status: int = 200, *, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """An RDAP answer."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Reply(status=status, body=body, content_type="application/rdap+json", headers=headers)


def record(name: str, created: str = "2021-03-04T05:06:07Z", **more: Any) -> dict[str, Any]:
    """An RDAP record."""
    return {
        "objectClassName": "domain",
        "ldhName": name,
        "events": [{"eventAction": "registration", "eventDate": created}],
        "entities": [
            {"roles": ["registrar"], "vcardArray": ["vcard", [["fn", {}, "text", "Names Ltd"]]]}
        ],
        **more,
    }
