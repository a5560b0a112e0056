"""Chromium with the real extension in it, its icon pressed as a person presses it.

The DevTools protocol can press the icon (``Extensions.triggerAction``), which opens the real popup and lends it the
tab, as ``activeTab`` says. Playwright gives no page for that popup, so it is spoken to over the protocol itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Worker

from tests.extension.driving import PATIENCE, Browser, Popup, Tab, until
from tests.extension.wire import Wire

_QUIET = (
    "--enable-unsafe-extension-debugging",
    "--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    "--lang=en-GB",
    "--proxy-bypass-list=<-loopback>",
)


class ChromiumTab(Tab):
    """A tab that Playwright leads."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)

    def press(self, element: str) -> None:
        self.page.click(f"#{element}")

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def chord(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def close(self) -> None:
        self.page.close()


class ChromiumPopup(Popup):
    """The popup, spoken to over the protocol."""

    def __init__(self, cdp: CDPSession, page: Page, target: str) -> None:
        self._cdp, self._page, self._number = cdp, page, 0
        self._answers: dict[int, Any] = {}
        cdp.on("Target.receivedMessageFromTarget", self._received)
        found = cdp.send("Target.attachToTarget", {"targetId": target, "flatten": False})
        self._session = found["sessionId"]

    def _received(self, event: dict[str, Any]) -> None:
        if event["sessionId"] == self._session:
            message = json.loads(event["message"])
            if "id" in message:
                self._answers[message["id"]] = message

    def evaluate(self, script: str) -> Any:
        """The value of ``script``, run as if a person had just clicked."""
        self._number += 1
        params = {"expression": script, "awaitPromise": True, "returnByValue": True, "userGesture": True}  # fmt: skip
        asked = {"id": self._number, "method": "Runtime.evaluate", "params": params}
        self._cdp.send(
            "Target.sendMessageToTarget", {"sessionId": self._session, "message": json.dumps(asked)}
        )
        end = time.monotonic() + PATIENCE
        while self._number not in self._answers:
            assert time.monotonic() < end, f"no answer to {script}"
            self._page.wait_for_timeout(10)
        answer = self._answers.pop(self._number)["result"]
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, element: str) -> None:
        self.click(element)


class Chromium(Browser):
    """A Chromium with the extension."""

    # Asked for its own sake, whatever its settings say.
    its_own = frozenset({"accounts.google.com", "update.googleapis.com"})

    def __init__(self, context: BrowserContext, wire: Wire) -> None:
        super().__init__()
        self.context, self.wire, self.said = context, wire, []
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        browser = context.browser
        assert browser is not None
        self._cdp = browser.new_browser_cdp_session()
        self.origin = self._worker().url.partition("/js/")[0]
        until(self._is_welcoming, "the first page opens")
        self.own = self.tab(f"{self.origin}/options.html")

    def _is_welcoming(self) -> bool:
        self.context.pages[0].wait_for_timeout(10)
        return any("welcome.html" in page.url for page in self.context.pages)

    def _worker(self) -> Worker:
        found = self.context.service_workers
        return found[0] if found else self.context.wait_for_event("serviceworker")

    def tab(self, url: str) -> ChromiumTab:
        page = self.context.new_page()
        page.goto(url)
        page.bring_to_front()
        return ChromiumTab(page)

    def press_icon(self, tab: Tab) -> ChromiumPopup:
        assert isinstance(tab, ChromiumTab)
        self.close_popup()
        page = tab.page
        page.bring_to_front()
        session = self.context.new_cdp_session(page)
        mine = session.send("Target.getTargetInfo")["targetInfo"]["url"]
        session.detach()
        pressed = next(t for t in self._targets("tab") if t["url"] == mine)
        pressed_at = time.time() * 1000
        self._cdp.send(
            "Extensions.triggerAction",
            {"id": self.origin.rpartition("/")[2], "targetId": pressed["targetId"]},
        )

        opened = until(self._popups, "the popup opens")[0]
        popup = ChromiumPopup(self._cdp, page, opened["targetId"])
        popup.pressed = pressed_at
        popup.wait()
        return popup

    def close_popup(self) -> None:
        for popup in self._popups():
            self._cdp.send("Target.closeTarget", {"targetId": popup["targetId"]})
        until(lambda: not self._popups(), "the popup is closed")

    def _popups(self) -> list[dict[str, Any]]:
        return [t for t in self._targets("page") if t["url"] == f"{self.origin}/popup.html"]

    def _targets(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cdp.send(
            "Target.getTargets", {"filter": [{"type": kind}]}
        )["targetInfos"]
        return found

    def stop_background(self) -> None:
        for target in self._targets("service_worker"):
            self._cdp.send("Target.closeTarget", {"targetId": target["targetId"]})
        until(lambda: not self._targets("service_worker"), "the worker sleeps")

    def allow_service(self) -> None:
        """Chromium asks nothing for it."""

    def allow_everything(self) -> None:
        """No driver presses Chromium's question: a copy that has them stands in (:func:`copies.copied`)."""
        granted = self.own.evaluate("chrome.permissions.getAll()")
        assert {"tabs", "scripting"} <= set(granted["permissions"])

    def badge(self, tab: Tab) -> tuple[str, str]:
        assert isinstance(tab, ChromiumTab)
        tab.page.bring_to_front()
        found = self.own.evaluate(
            "(async () => { const [tab] = await chrome.tabs.query({active: true, lastFocusedWindow: true});"
            " const it = {tabId: tab.id};"
            " return [await chrome.action.getBadgeText(it), await chrome.action.getTitle(it)]; })()"
        )
        return found[0], found[1]


@contextmanager
def running_chromium(
    playwright: Playwright, path: str, extension: Path, wire: Wire
) -> Iterator[Chromium]:
    """A Chromium without a window, whose only way out is ``wire``; ends with the block."""
    context = playwright.chromium.launch_persistent_context(
        "",
        executable_path=path,
        headless=True,
        ignore_https_errors=True,
        viewport={"width": 1000, "height": 800},
        args=[
            *_QUIET,
            f"--load-extension={extension}",
            f"--disable-extensions-except={extension}",
            f"--proxy-server=socks5://127.0.0.1:{wire.port}",
        ],
    )
    try:
        yield Chromium(context, wire)
    finally:
        context.close()
