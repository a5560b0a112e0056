"""Servers on loopback that answer like the registers of authorities, under the authorities' own names.

:class:`Registers` is a world in which the hosts of authorities show certificates of a test authority and
serve what a case says; every other name is unknown. The pages are made here, in the manner of the
registers: a card, a table, a list of labelled lines, a script shell.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote

from checker.net import Network
from tests.certificates import authority, issue, name, server_context
from tests.loopback import Pages, Reply, Server, World

Answer = Reply | Callable[[str], Reply]
"""A reply, or what makes one of the path and query asked for."""

NAVIGATION = '<header><a href="/">Home</a> <a href="https://www.facebook.com/authority">Facebook</a></header>'
FOOTER = (
    '<footer>See also <a href="https://www.ministry.gov.uk/">the ministry</a>, '
    '<a href="https://webmaker-of-the-page.com/">made by Webmaker</a></footer>'
)


def page(title: str, body: str) -> Reply:
    """A page of an authority, with its navigation around ``body``."""
    return Reply(
        body=(
            f"<!doctype html><html lang=en><head><title>{escape(title)}</title></head>"
            f"<body>{NAVIGATION}<main><h1>{escape(title)}</h1>{body}</main>{FOOTER}</body></html>"
        ).encode()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a register knows of a seller."""

    number: str
    name: str = "Oakhampton Pharmacy"
    website: str = ""
    address: str = "12 High Street, Leeds"
    postcode: str = "LS1 4AP"
    status: str = "Registered"
    label: str = "Website"

    def lines(self) -> list[tuple[str, str]]:
        """Labelled lines."""
        lines = [
            ("Registration number", self.number),
            ("Trading name", self.name),
            ("Address", f"{self.address}, {self.postcode}"),
            ("Status", self.status),
        ]
        return [*lines, (self.label, self.website)] if self.website else lines


def card(entry: Entry, title: str) -> Reply:
    """A definition list."""
    items = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in entry.lines())
    return page(title, f"<dl>{items}</dl>")


def as_table(entry: Entry, title: str) -> Reply:
    """One row of a table, the website being a link."""
    heads = "".join(f"<th>{escape(k)}</th>" for k, _ in entry.lines())
    cells = "".join(
        f'<td><a href="https://{escape(v)}/">{escape(v)}</a></td>'
        if k == entry.label
        else f"<td>{escape(v)}</td>"
        for k, v in entry.lines()
    )
    return page(title, f"<table><tr>{heads}</tr><tr>{cells}</tr></table>")


def prose(entry: Entry, title: str) -> Reply:
    """Sentences."""
    told = ". ".join(f"{k}: {v}" for k, v in entry.lines())
    return page(title, f"<p>{escape(told)}</p>")


LAYOUTS: Mapping[str, Callable[[Entry, str], Reply]] = {
    "card": card,
    "table": as_table,
    "prose": prose,
}


def empty(title: str, words: str = "No results were found.") -> Reply:
    """A search without a result."""
    return page(title, f"<form><input name=q><button>Search</button></form><p>{escape(words)}</p>")


def shell() -> Reply:
    """A page that is nothing without its script."""
    return Reply(
        body=b"<html><head><title>Register</title></head><body><div id=root></div>"
        b"<script src=/app.js></script></body></html>"
    )


def challenge() -> Reply:
    """A question to robots."""
    return Reply(
        body=b"<html><head><title>Just a moment...</title></head><body>"
        b"<p>Checking your browser before accessing. Please verify you are human.</p></body></html>"
    )


def echo(title: str, verdict: str = "") -> Callable[[str], Reply]:
    """A search page that repeats whatever was asked."""

    def answer(path: str) -> Reply:
        asked = escape(unquote(path.partition("=")[2] or path))
        return page(title, f"<p>You searched for {asked}</p><p>{asked} {verdict}</p>")

    return answer


def slow(reply: Reply, seconds: float) -> Callable[[str], Reply]:
    """The same answer, late."""

    def answer(_: str) -> Reply:
        time.sleep(seconds)
        return reply

    return answer


class _Handler:
    """Replies by host and path; callables are given the path."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def reply(self, host: str, path: str) -> Reply:
        with self._lock:
            self.asked.append(host + path)
        bare = path.partition("?")[0]
        for key in (host + path, host + bare, host):
            if key in self._answers:
                answer = self._answers[key]
                return answer(path) if callable(answer) else answer
        return Reply(status=404)


class Registers:
    """The servers, while the ``with`` block lasts."""

    def __init__(
        self, directory: Path, answers: Mapping[str, Answer], *, untrusted: bool = False
    ) -> None:
        self._directory = directory
        self._handler = _Handler(answers)
        self._hosts = sorted({key.partition("/")[0] for key in answers})
        self._untrusted = untrusted
        self._closing = ExitStack()
        self.world = World()

    @property
    def asked(self) -> list[str]:
        """Host, path and query of every request."""
        return self._handler.asked

    @property
    def network(self) -> Network:
        """What a check may reach: these hosts and nothing else."""
        return self.world.network

    def __enter__(self) -> Registers:
        with self._closing:
            root = authority()
            trusted = root.pem(self._directory / "root.pem")
            self.world = World(authorities=None if self._untrusted else trusted)
            for number, host in enumerate(self._hosts):
                identity = issue(root, [host], subject=name(host[:60]))
                file = identity.write(self._directory / f"{number}.pem")
                context = server_context(file)
                server = self._closing.enter_context(Server(self._pages(host), context))
                self.world.add(host, http=server, https=server)
            self._closing = self._closing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def _pages(self, host: str) -> Pages:
        handler = self._handler

        class Asked(Pages):
            def _reply(self, request: bytes) -> Reply:
                return handler.reply(host, request.split(b" ", 2)[1].decode())

        return Asked({})
