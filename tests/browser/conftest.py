"""Browsers and a running service for the tests of the pages.

Every page of these tests is watched: it may ask nobody but the service, leaves nothing in the
browser, and says nothing on the console.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.absent import absent
from tests.browser.browsers import installed_chromium, start_chromium
from tests.browser.running import ROOT, Running, running

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def service() -> Iterator[Running]:
    """The service over the invented web, with the golden reports saved."""
    with running() as found:
        yield found


_STARTED: list[Playwright] = []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if (
        _STARTED
    ):  # The tests of the extension have this fixture as well, and a process can start it once.
        yield _STARTED[0]
        return
    with sync_playwright() as found:
        _STARTED.append(found)
        yield found


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = start_chromium(playwright, installed_chromium())
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The rules of accessibility, as a script."""
    if not AXE.is_file():
        absent("axe-core is not installed; type: npm ci")
    return AXE.read_text("utf-8")


class Watch:
    """What a browser context asked for and said."""

    def __init__(self, context: BrowserContext, service: Running) -> None:
        self.context, self.service = context, service
        self.foreign: list[str] = []
        self.said: list[str] = []
        # Builds of Chromium for other systems know more features than the one of the tests.
        self.expected: tuple[str, ...] = ("Error with Permissions-Policy header: Unrecognized",)
        """Words of console messages that mean no harm, or that a test provokes itself."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.service.url).netloc:
            self.foreign.append(url)

    def left_behind(self) -> dict[str, Any]:
        """What stayed in the browser."""
        page = self.context.pages[0]
        if not page.url.startswith(self.service.url):
            return {}
        kept: dict[str, Any] = page.evaluate(
            "async () => ({local: localStorage.length, session: sessionStorage.length,"
            " bases: (await indexedDB.databases()).length, workers:"
            " (await navigator.serviceWorker?.getRegistrations() ?? []).length})"
        )
        return {"cookies": len(self.context.cookies()), **kept}

    def check(self) -> None:
        """Nothing foreign, nothing said, nothing left behind."""
        assert not self.foreign
        assert not [s for s in self.said if not any(words in s for words in self.expected)]
        assert not any(self.left_behind().values())


Open = Callable[..., Page]


@pytest.fixture
def watches() -> list[Watch]:
    return []


@pytest.fixture
def open_page(chromium: Browser, service: Running, watches: list[Watch]) -> Iterator[Open]:
    """Opens pages in browser contexts of their own, with the options of a Playwright context."""

    def opened(**options: Any) -> Page:
        context = chromium.new_context(**options)
        watches.append(Watch(context, service))
        return context.new_page()

    yield opened
    for watch in watches:
        try:
            watch.check()
        finally:
            watch.context.close()


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page as most people have it."""
    return open_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    return tmp_path
