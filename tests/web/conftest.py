"""The service in tests: the real checker over shops on loopback, or reports made beforehand.

One reading process serves all tests of a session; every test has an application, a store and limits of
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from checker.evidence import Event
from checker.net import Limits
from checker.report import Report
from checker.target import Target
from tests.loopback import Pages as Served
from tests.loopback import Reply, Server, World, redirect
from tests.reports import NEWS, ROGUE
from web import create_app
from web.engine import CheckerEngine, Engine, Question, Reach
from web.settings import Settings

SHOP, OTHER, FARM = "www.pills-shop.com", "other-pills.com", "farm-news.org"

REPLIES = {
    f"{SHOP}/": Reply(body=ROGUE.encode()),
    f"{OTHER}/": Reply(body=ROGUE.encode()),
    f"{FARM}/": Reply(body=NEWS.encode()),
    f"{FARM}/away": redirect(f"http://{SHOP}/"),
    "/": Reply(body=ROGUE.encode()),
}

QUIET = Settings(store=":none:", checks_per_minute=0, readers=1)


class Lasting:
    """An engine that outlives the applications it serves."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def admit(self, target: Target) -> None:
        self._engine.admit(target)

    def steps(self, question: Question) -> Iterator[Event | Report]:
        return self._engine.steps(question)

    @property
    def is_ready(self) -> bool:
        return self._engine.is_ready

    def close(self) -> None:
        """Closed with the session."""


class Canned:
    """Answers every question with the report it is given, and remembers the questions."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.asked: list[Question] = []

    def admit(self, target: Target) -> None:
        """Every address is let through."""

    def steps(self, question: Question) -> Iterator[Event | Report]:
        self.asked.append(question)
        yield self.report

    @property
    def is_ready(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Shops on loopback; every name without a page of its own serves the same shop."""
    with Server(Served(REPLIES)) as server:
        world = World(default=["93.184.215.99"])
        for name in (SHOP, OTHER, FARM):
            world.add(name, http=server)
        world.serve("93.184.215.99", http=server)
        yield world


@pytest.fixture(scope="session")
def engine(world: World) -> Iterator[Engine]:
    """The checker over :func:`world`."""
    made = CheckerEngine(
        Reach(network=world.network), limits=Limits(connect=1, total=3, gather=4), readers=1
    )
    made.warm_up()
    yield Lasting(made)
    made.close()


MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(engine: Engine, tmp_path: Path) -> Iterator[MakeApp]:
    """Makes applications; ``store=True`` gives one a store in the test's own directory, an address one in
    that database."""
    with ExitStack() as opened:

        def make(
            *, by: Engine | None = None, store: bool | str | Path = False, **changes: Any
        ) -> Flask:
            if isinstance(store, str):
                changes["database"] = store
            elif store:
                changes["store"] = str(tmp_path / "store" if store is True else store)
            app = create_app(replace(QUIET, **changes), engine=by or engine)
            opened.callback(app.extensions["rxlens"].close)
            return app

        yield make


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """An application without a store."""
    return make_app()
