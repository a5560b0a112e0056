"""Browsers with the extension, the invented web behind one watched way out, and the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from checker.demo.manifest import demo_hosts
from checker.demo.server import DemoWeb
from tests.browser.browsers import installed_chromium, installed_firefox
from tests.browser.conftest import axe, playwright, service
from tests.extension.chromium import running_chromium
from tests.extension.copies import copied
from tests.extension.driving import Browser
from tests.extension.firefox import Firefox, running_firefox
from tests.extension.stand_in import StandIn, running_stand_in
from tests.extension.wire import Wire, running_wire

__all__ = ["axe", "playwright", "service"]

BROWSERS = ("chromium", "firefox")


@pytest.fixture(scope="session")
def demo_web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


@pytest.fixture(scope="module")
def wire(demo_web: DemoWeb) -> Iterator[Wire]:
    with running_wire(frozenset(demo_hosts()), (demo_web.http_port, demo_web.https_port)) as found:
        yield found


@contextmanager
def _chromium(request: pytest.FixtureRequest, extension: Path) -> Iterator[Browser]:
    path = installed_chromium()
    wire, leader = request.getfixturevalue("wire"), request.getfixturevalue("playwright")
    with running_chromium(leader, path, extension, wire) as found:
        yield found


@contextmanager
def _firefox(request: pytest.FixtureRequest, extension: Path) -> Iterator[Firefox]:
    with running_firefox(installed_firefox(), extension, request.getfixturevalue("wire")) as found:
        yield found


@pytest.fixture(scope="module", params=BROWSERS)
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Each browser with the extension as its store gets it, and the list of the demonstration."""
    extension = copied(tmp_path_factory.mktemp("plain"), request.param)
    running = _chromium if request.param == "chromium" else _firefox
    with running(request, extension) as found:
        yield found


@pytest.fixture(scope="module", params=BROWSERS)
def allowed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Each browser with every optional permission: Firefox is asked and says yes, Chromium has a copy that has them."""
    directory = tmp_path_factory.mktemp("allowed")
    if request.param == "chromium":
        granted = copied(directory, granted=("tabs", "scripting"), everywhere=True)
        running = _chromium(request, granted)
    else:
        running = _firefox(request, copied(directory, "firefox"))
    with running as found:
        found.allow_everything()
        yield found


@pytest.fixture(scope="module")
def firefox(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firefox]:
    """A Firefox to which nothing was said yet."""
    with _firefox(request, copied(tmp_path_factory.mktemp("firefox"), "firefox")) as found:
        yield found


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with running_stand_in() as found:
        yield found
