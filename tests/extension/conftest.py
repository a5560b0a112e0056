"""Browsers with the extension, the invented web behind one watched way out, and the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.demo.manifest import demo_hosts
from checker.demo.server import DemoWeb
from tests.browser.browsers import chromium_path, firefox_path
from tests.browser.conftest import absent, playwright, service  # noqa: F401 - fixtures
from tests.extension.copies import copied
from tests.extension.wire import Wire, running_wire


@pytest.fixture(scope="session")
def demo_web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


@pytest.fixture(scope="module")
def wire(demo_web: DemoWeb) -> Iterator[Wire]:
    with running_wire(frozenset(demo_hosts()), (demo_web.http_port, demo_web.https_port)) as found:
        yield found


@pytest.fixture(scope="session")
def chromium_here() -> str:
    path = chromium_path()
    if path is None:
        absent("Chromium is not installed; type: apt-get install chromium")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def firefox_here() -> str:
    path = firefox_path()
    if path is None:
        absent("Firefox is not installed; type: apt-get install firefox-esr")
    assert path is not None
    return path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension as a store gets it, with the list of the demonstration."""
    return copied(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def granted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with every optional permission as if granted."""
    return copied(
        tmp_path_factory.mktemp("granted"), granted=("tabs", "scripting"), everywhere=True
    )
