"""Firefox with the real extension as a temporary add-on, led over WebDriver BiDi.

Firefox can be told to answer its own questions for permissions with yes, so that here they are really asked for. Its
icon cannot be pressed by a driver: the popup stands in a tab, about another one.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.browser.firefox import _PREFERENCES, WebSocket, _drain
from tests.extension.wire import Wire

ADDON = "rxlens@rxlens.example"
_OWN = {
    "extensions.webextOptionalPermissionPrompts": False,
    "network.proxy.type": 1,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_version": 5,
    "network.proxy.socks_remote_dns": True,
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.no_proxies_on": "",
    "intl.accept_languages": "en-GB, en",
    "extensions.getAddons.cache.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.startup.homepage": "about:blank",
    "browser.region.update.enabled": False,
    "app.normandy.enabled": False,
    "network.trr.mode": 5,
    "dom.push.connection.enabled": False,
    "security.OCSP.enabled": 0,
}


class Tab:
    """One tab."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self._firefox, self.context = firefox, context

    def goto(self, url: str) -> None:
        """Load ``url``. Pages of extensions never report that they stand, so nothing is waited for with them."""
        wait = "none" if url.startswith("moz-") else "complete"
        self._firefox.ask("browsingContext.navigate", context=self.context, url=url, wait=wait)

    def evaluate(self, script: str) -> Any:
        """The value of ``script`` as plain JSON."""
        found = self._firefox.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({script})) ?? null))()",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"]["value"])

    def wait_for(self, script: str) -> Any:
        """What ``script`` says, once that is true."""
        end = time.monotonic() + 20
        last: object = None
        while time.monotonic() < end:
            try:
                if last := self.evaluate(script):
                    return last
            except AssertionError as error:
                last = error  # The page was just being replaced.
            time.sleep(0.05)
        raise AssertionError(
            f"not so: {script}\n{last}\n{self.evaluate('document.body.innerText')}"
        )

    def click(self, element: str) -> None:
        """Click the element with that id."""
        self.evaluate(f"void document.getElementById('{element}').click()")

    def press(self, element: str) -> None:
        """Press the element with that id as a mouse does, which is what permissions are asked on."""
        self._firefox.ask("browsingContext.activate", context=self.context)
        x, y = self.evaluate(
            f"((it) => {{ it.scrollIntoView({{block: 'center'}}); const {{x, y, width, height}} ="
            " it.getBoundingClientRect(); return [x + width / 2, y + height / 2]; })"
            f"(document.getElementById('{element}'))"
        )
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        mouse = {"type": "pointer", "id": "mouse", "actions": [move, *press]}
        self._firefox.ask("input.performActions", context=self.context, actions=[mouse])

    @property
    def text(self) -> str:
        """What can be read."""
        return str(self.evaluate("document.body.innerText"))


class Firefox:
    """A Firefox with the extension."""

    def __init__(self, socket_: WebSocket, origin: str) -> None:
        self._socket, self._number, self.origin = socket_, 0, origin
        self.ask("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})

    def ask(self, method: str, **params: Any) -> Any:
        """One command and its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.receive())
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def install(self, directory: Path) -> None:
        """Add the extension in ``directory`` until the browser ends."""
        self.ask("webExtension.install", extensionData={"type": "path", "path": str(directory)})
        self.own = self.tab(f"{self.origin}/options.html")
        self.own.wait_for("document.querySelectorAll('#sections tr').length > 0")

    def tab(self, url: str) -> Tab:
        """A new tab with ``url``."""
        found = Tab(self, self.ask("browsingContext.create", type="tab")["context"])
        found.goto(url)
        return found

    def tab_id(self, tab: Tab) -> int:
        """The extension's number of ``tab``, which is brought to the front for it."""
        self.ask("browsingContext.activate", context=tab.context)
        script = "browser.tabs.query({active: true, currentWindow: true}).then(([tab]) => tab.id)"
        number: int = self.own.evaluate(script)
        return number

    def allow_badges(self) -> None:
        """Say yes on the extension's first page."""
        welcome = self.tab(f"{self.origin}/welcome.html")
        welcome.wait_for("document.querySelectorAll('#badges li').length === 5")
        welcome.press("allow")
        welcome.wait_for("document.getElementById('status').textContent.includes('now shows')")

    def popup(self, tab: Tab) -> Tab:
        """The popup about ``tab``, in a tab of its own."""
        found = self.tab(f"{self.origin}/popup.html?tab={self.tab_id(tab)}")
        found.wait_for("performance.getEntriesByName('local-answer').length > 0")
        return found

    def set(self, **settings: Any) -> None:
        """Choose settings as the options page does."""
        self.own.evaluate(
            "browser.storage.local.get('settings').then(({settings}) =>"
            f" browser.storage.local.set({{settings: {{...settings, ...{json.dumps(settings)}}}}}))"
        )

    def wait_for_badge(self, tab: Tab, sign: str) -> str:
        """The words of the badge of ``tab``, once it shows ``sign``."""
        number = self.tab_id(tab)
        self.own.wait_for(
            f"browser.action.getBadgeText({{tabId: {number}}}).then((text) => text === {json.dumps(sign)})"
        )
        words: str = self.own.evaluate(f"browser.action.getTitle({{tabId: {number}}})")
        return words


@contextmanager
def running_firefox(path: str, wire: Wire) -> Iterator[Firefox]:
    """A Firefox without a window, whose only way out is ``wire``; ends with the block."""
    number = str(uuid.uuid4())
    with tempfile.TemporaryDirectory(prefix="rxlens-firefox-") as profile:
        preferences = {
            **_PREFERENCES,
            **_OWN,
            "network.proxy.socks_port": wire.port,
            "extensions.webextensions.uuids": json.dumps({ADDON: number}),
        }
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        arguments = [
            "--headless",
            "--no-remote",
            "--profile",
            profile,
            "--remote-debugging-port",
            "0",
        ]
        process = subprocess.Popen(
            [path, *arguments, "-remote-allow-system-access"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        try:
            assert process.stderr is not None
            socket_ = WebSocket("localhost", _port(process.stderr), "/session")
            yield Firefox(socket_, f"moz-extension://{number}")
            socket_.close()
        finally:
            process.terminate()
            process.wait(timeout=30)
            assert process.stderr is not None
            process.stderr.close()


def _port(said: IO[str]) -> int:
    """The port out of what Firefox says, which calls this computer ``localhost`` where a proxy serves loopback too."""
    for line in said:
        if found := re.search(r"WebDriver BiDi listening on ws://[^:]+:(\d+)", line):
            threading.Thread(target=_drain, args=(said,), daemon=True).start()
            return int(found[1])
    raise RuntimeError("Firefox did not start")
