"""Chromium with the real extension in it, its icon pressed as a person presses it.

The DevTools protocol can press the icon (``Extensions.triggerAction``), which opens the real popup and lends it the
tab, as ``activeTab`` says. Playwright gives no page for that popup, so it is spoken to over the protocol itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Worker

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
_PATIENCE = 10.0


class Target:
    """A popup or a worker of the extension, spoken to over the protocol."""

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
        end = time.monotonic() + _PATIENCE
        while self._number not in self._answers:
            assert time.monotonic() < end, f"no answer to {script}"
            self._page.wait_for_timeout(10)
        answer = self._answers.pop(self._number)["result"]
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """What ``script`` says, once that is true."""
        try:
            return until(lambda: self.evaluate(script), self._page, script)
        except TimeoutError:
            raise AssertionError(f"not so: {script}\n{self.text}") from None

    def click(self, element: str) -> None:
        """Click the element with that id."""
        self.evaluate(f"document.getElementById('{element}').click()")

    def ask(self) -> None:
        """Press the button that asks the service for the host."""
        self.wait_for("!document.getElementById('ask').hidden")
        self.click("ask-button")

    @property
    def text(self) -> str:
        """What can be read."""
        return str(self.evaluate("document.body.innerText"))


def until(ask: Callable[[], Any], page: Page, what: str) -> Any:
    """What ``ask`` gives, once it is true."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if found := ask():
            return found
        page.wait_for_timeout(40)
    raise TimeoutError(what)


class Chromium:
    """A Chromium with the extension."""

    def __init__(self, context: BrowserContext, wire: Wire) -> None:
        self.context, self.wire = context, wire
        self.page = context.pages[0]
        self.said: list[str] = []
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        browser = context.browser
        assert browser is not None
        self._cdp = browser.new_browser_cdp_session()
        self.id = self._worker().url.split("/")[2]
        until(lambda: any("welcome.html" in p.url for p in context.pages), self.page, "welcome")

    def _worker(self) -> Worker:
        found = self.context.service_workers
        return found[0] if found else self.context.wait_for_event("serviceworker")

    def open(self, url: str) -> Page:
        """A page of the web in a tab of its own, in front."""
        page = self.context.new_page()
        page.goto(url)
        page.bring_to_front()
        return page

    def own(self, name: str) -> Page:
        """A page of the extension in a tab of its own."""
        return self.open(f"chrome-extension://{self.id}/{name}")

    def close_pages(self) -> None:
        """Close all but the first page and the extension's own first one."""
        for page in self.context.pages[1:]:
            if "welcome.html" not in page.url:
                page.close()
        self.said.clear()

    def press_icon(self, page: Page) -> Target:
        """The popup that opens when the icon is pressed on ``page``."""
        page.bring_to_front()
        session = self.context.new_cdp_session(page)
        mine = session.send("Target.getTargetInfo")["targetInfo"]["url"]
        session.detach()
        tab = next(t for t in self._targets("tab") if t["url"] == mine)
        self._cdp.send("Extensions.triggerAction", {"id": self.id, "targetId": tab["targetId"]})

        def popup() -> list[str]:
            found = (t for t in self._targets("page") if "popup.html" in t["url"])
            return [t["targetId"] for t in found if not t["attached"]]

        target = Target(self._cdp, page, until(popup, page, "popup")[0])
        target.wait_for("performance.getEntriesByName('local-answer').length > 0")
        return target

    def _targets(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cdp.send(
            "Target.getTargets", {"filter": [{"type": kind}]}
        )["targetInfos"]
        return found

    def stop_worker(self) -> None:
        """Put the background to sleep, as the browser does after half a minute."""
        for target in self._targets("service_worker"):
            self._cdp.send("Target.closeTarget", {"targetId": target["targetId"]})
        until(lambda: not self._targets("service_worker"), self.page, "worker asleep")

    def evaluate(self, script: str) -> Any:
        """The value of ``script`` in a page of the extension."""
        return next(p for p in self.context.pages if "welcome.html" in p.url).evaluate(script)

    def wait_for(self, script: str) -> None:
        """Wait until ``script``, in a page of the extension, is true."""
        until(lambda: self.evaluate(script), self.page, script)

    def set(self, **settings: Any) -> None:
        """Choose settings as the options page does."""
        chosen = json.dumps(settings)
        self.evaluate(
            "(async () => { const {settings} = await chrome.storage.local.get('settings');"
            f" await chrome.storage.local.set({{settings: {{...settings, ...{chosen}}}}}); }})()"
        )

    def badge(self, page: Page) -> tuple[str, str]:
        """The sign on the icon while ``page`` is in front, and its words."""
        page.bring_to_front()
        found = self.evaluate(
            "(async () => { const [tab] = await chrome.tabs.query({active: true, lastFocusedWindow: true});"
            " const it = {tabId: tab.id};"
            " return [await chrome.action.getBadgeText(it), await chrome.action.getTitle(it)]; })()"
        )
        return found[0], found[1]

    def wait_for_badge(self, page: Page, sign: str) -> str:
        """The words of the badge, once it shows ``sign``."""
        try:
            until(lambda: self.badge(page)[0] == sign, self.page, "badge")
        except TimeoutError:
            raise AssertionError(f"{self.badge(page)} instead of {sign!r}") from None
        return self.badge(page)[1]


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
