"""What a test does with a browser that has the extension, whichever browser it is.

Each test leads the real browser: its icon is pressed, its popup looked into, its tabs opened. What only one of them
can do stands beside its driver (:mod:`tests.extension.chromium`, :mod:`tests.extension.firefox`).
"""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from tests.extension.wire import Wire

PATIENCE = 20.0


def until(ask: Callable[[], Any], what: str) -> Any:
    """What ``ask`` gives, once it is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := ask():
            return found
        time.sleep(0.04)
    raise AssertionError(f"not so: {what}")


class View(ABC):
    """A document that can be looked into and used: a page or the popup."""

    @abstractmethod
    def evaluate(self, script: str) -> Any:
        """The value of ``script`` as plain JSON, once it is settled."""

    @abstractmethod
    def press(self, element: str) -> None:
        """Press the element with that id as a person does: the browser may ask for permissions then."""

    def wait_for(self, script: str) -> Any:
        """What ``script`` says, once that is true."""
        try:
            return until(lambda: self.evaluate(script), script)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text}") from None

    def click(self, element: str) -> None:
        """Click the element with that id by script."""
        self.evaluate(f"void document.getElementById('{element}').click()")

    @property
    def text(self) -> str:
        """What can be read."""
        return str(self.evaluate("document.body.innerText"))


class Popup(View):
    """The popup about one page, its local answer shown."""

    pressed: float
    """When its icon was pressed, in milliseconds since 1970."""

    def wait(self) -> None:
        """Wait for the local answer."""
        self.wait_for("performance.getEntriesByName('local-answer').length > 0")

    @property
    def waited(self) -> tuple[float, float]:
        """Milliseconds to the local answer: from the press on the icon, and from the start of the document."""
        begun, answered = self.evaluate(
            "[performance.timeOrigin, performance.getEntriesByName('local-answer')[0].startTime]"
        )
        return begun + answered - self.pressed, answered

    def ask(self) -> None:
        """Press the button that asks the service for the host."""
        self.wait_for("!document.getElementById('ask').hidden")
        self.press("ask-button")

    def open_consent(self) -> str:
        """Ask for the page to be checked as seen: the preview of what would be sent."""
        self.wait_for("!document.getElementById('page').hidden")
        self.press("page-button")
        return str(
            self.wait_for(
                "!document.getElementById('consent').hidden && document.getElementById('preview').textContent"
            )
        )

    @property
    def level(self) -> str:
        """The level of the report, once there is one."""
        return str(self.wait_for("document.querySelector('.report')?.dataset.level"))

    @property
    def outcome(self) -> str:
        """What is said in place of a report, once the asking is over."""
        status = "document.getElementById('status').textContent"
        return str(self.wait_for(f"{status}.includes('…') ? '' : {status}"))


class Tab(View):
    """One tab."""

    @abstractmethod
    def goto(self, url: str) -> None:
        """Load ``url``."""

    @abstractmethod
    def chord(self, keys: str) -> None:
        """Press keys together, as in ``Shift+Tab``."""

    @abstractmethod
    def close(self) -> None:
        """Close the tab."""

    def reload(self) -> None:
        """Load the page again."""
        self.goto(self.evaluate("location.href"))


class Browser(ABC):
    """A browser with the extension."""

    wire: Wire
    origin: str
    """Of the extension's own pages."""
    own: Tab
    """The options page, which stays open."""
    said: list[str]
    """What pages said on their consoles."""
    its_own: frozenset[str]
    """Hosts that the browser itself asks, with and without an extension."""

    def __init__(self) -> None:
        self._opened: list[Tab] = []

    @abstractmethod
    def tab(self, url: str) -> Tab:
        """A new tab with ``url``, in front."""

    @abstractmethod
    def press_icon(self, tab: Tab) -> Popup:
        """The popup that opens when the icon is pressed on ``tab``."""

    @abstractmethod
    def close_popup(self) -> None:
        """Close the popup where one is open, so that it does nothing more."""

    @abstractmethod
    def badge(self, tab: Tab) -> tuple[str, str]:
        """The sign on the icon while ``tab`` is in front, and its words."""

    @abstractmethod
    def stop_background(self) -> None:
        """Put the background to sleep, as the browser does after half a minute."""

    @abstractmethod
    def allow_everything(self) -> None:
        """See that every optional permission is granted."""

    @abstractmethod
    def allow_service(self) -> None:
        """See that the service on this computer may be asked."""

    def open(self, url: str) -> Tab:
        """A new tab with ``url`` that is closed with the test."""
        found = self.tab(url)
        self._opened.append(found)
        return found

    def open_own(self, name: str) -> Tab:
        """A page of the extension in a tab of its own."""
        return self.open(f"{self.origin}/{name}")

    def close_opened(self) -> None:
        """Close what was opened, and forget what was said."""
        self.close_popup()
        for tab in self._opened:
            tab.close()
        self._opened.clear()
        self.said.clear()

    def forget(self) -> None:
        """Make the extension remember nothing."""
        self.own.evaluate("chrome.storage.session.clear().then(() => chrome.storage.local.clear())")

    def set(self, **settings: Any) -> None:
        """Choose settings as the options page does."""
        self.own.evaluate(
            "chrome.storage.local.get('settings').then(({settings}) =>"
            f" chrome.storage.local.set({{settings: {{...settings, ...{json.dumps(settings)}}}}}))"
        )

    def wait_for_scripts(self, count: int) -> None:
        """Wait until so many content scripts are registered."""
        found = "(await chrome.scripting?.getRegisteredContentScripts())?.length ?? 0"
        self.own.wait_for(f"(async () => {found})().then((found) => found === {count})")

    def wait_for_badge(self, tab: Tab, sign: str, words: str = "") -> None:
        """Wait until the badge shows ``sign``, and ``words`` stand in its words."""

        def is_shown() -> bool:
            shown, said = self.badge(tab)
            return shown == sign and words in said

        try:
            until(is_shown, "badge")
        except AssertionError:
            raise AssertionError(f"{self.badge(tab)} instead of {sign!r}, {words}") from None
