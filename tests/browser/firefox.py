"""Firefox as the system packages it, led over WebDriver BiDi: Playwright leads a build of its own only.

Just what the tests need of the protocol (https://www.w3.org/TR/webdriver-bidi/).
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from websockets.sync.client import ClientConnection, connect

_PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
    "toolkit.telemetry.enabled": False,
}
_PATIENCE = 60.0
_KEYS = {"Enter": "\ue007", "Shift": "\ue008", "Tab": "\ue004"}


class Session:
    """The connection to a running Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._number = socket, 0
        self.said: list[str] = []
        """What pages said on their consoles."""
        self.ask("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self.ask("session.subscribe", events=["log.entryAdded"])

    def ask(self, method: str, **params: Any) -> Any:
        """One command and its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(_PATIENCE))
            if answer.get("method") == "log.entryAdded":
                self.said.append(str(answer["params"]["text"]))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def evaluate(self, context: str, script: str) -> Any:
        """The value of ``script`` as plain JSON, once it is settled."""
        found = self.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({script})) ?? null))()",
            target={"context": context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"]["value"])

    def tab(self) -> Tab:
        """A new tab."""
        return Tab(self, self.ask("browsingContext.create", type="tab")["context"])

    @property
    def first_tab(self) -> Tab:
        """The tab that Firefox begins with."""
        return Tab(self, self.ask("browsingContext.getTree")["contexts"][0]["context"])


class Tab:
    """One tab."""

    def __init__(self, session: Session, context: str) -> None:
        self.session, self.context = session, context

    def goto(self, url: str, wait: str = "complete") -> None:
        """Load ``url`` until it is ``complete``, or do not wait (``none``)."""
        self.session.ask("browsingContext.navigate", context=self.context, url=url, wait=wait)

    def show(self) -> None:
        """Bring the tab to the front."""
        self.session.ask("browsingContext.activate", context=self.context)

    def close(self) -> None:
        """Close the tab."""
        self.session.ask("browsingContext.close", context=self.context)

    def evaluate(self, script: str) -> Any:
        """The value of ``script`` as plain JSON, once it is settled."""
        return self.session.evaluate(self.context, script)

    def wait_for(self, script: str, seconds: float = 30.0) -> Any:
        """Ask ``script`` until what it says is true; pages may change meanwhile."""
        end = time.monotonic() + seconds
        last: object = None
        while time.monotonic() < end:
            try:
                if last := self.evaluate(script):
                    return last
            except AssertionError as error:
                last = error  # The page was just being replaced.
            time.sleep(0.05)
        text = self.evaluate("document.body.innerText")
        raise TimeoutError(f"not so: {script}\n{last}\n{text}")

    def keys(self, text: str) -> None:
        """Type ``text`` as on a keyboard."""
        self._strike([(kind, key) for key in text for kind in ("keyDown", "keyUp")])

    def chord(self, name: str) -> None:
        """Press keys together, as in ``Shift+Tab``."""
        keys = [_KEYS[part] for part in name.split("+")]
        down, up = [("keyDown", key) for key in keys], [("keyUp", key) for key in reversed(keys)]
        self._strike([*down, *up])

    def _strike(self, strokes: list[tuple[str, str]]) -> None:
        actions = [{"type": kind, "value": key} for kind, key in strokes]
        self._perform({"type": "key", "id": "keyboard", "actions": actions})

    def press(self, element: str) -> None:
        """Press the element with that id as a mouse does."""
        self.show()
        x, y = self.evaluate(
            f"((it) => {{ it.scrollIntoView({{block: 'center'}}); const {{x, y, width, height}} ="
            " it.getBoundingClientRect(); return [x + width / 2, y + height / 2]; })"
            f"(document.getElementById('{element}'))"
        )
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._perform({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def _perform(self, *actions: Mapping[str, Any]) -> None:
        self.session.ask("input.performActions", context=self.context, actions=list(actions))

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window's inside so large."""
        self.session.ask(
            "browsingContext.setViewport",
            context=self.context,
            viewport={"width": width, "height": height},
        )

    def printed(self) -> bytes:
        """The page as PDF on A4."""
        found = self.session.ask(
            "browsingContext.print",
            context=self.context,
            page={"width": 21.0, "height": 29.7},
            margin={"top": 1.2, "bottom": 1.2, "left": 1.6, "right": 1.6},
            shrinkToFit=False,
        )
        return base64.b64decode(found["data"])

    def cookies(self) -> list[Any]:
        """Every cookie of the browser."""
        found: list[Any] = self.session.ask("storage.getCookies")["cookies"]
        return found


@contextmanager
def running_firefox(path: str, *, dark: bool = False) -> Iterator[Tab]:
    """The tab of a Firefox without a window, with a profile of its own; ends with the block."""
    scheme = {"layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
    with running_session(path, scheme) as session:
        tab = session.first_tab
        tab.show()
        yield tab


@contextmanager
def running_session(
    path: str, preferences: Mapping[str, Any], *arguments: str
) -> Iterator[Session]:
    """A Firefox without a window, with a profile of its own and these preferences; ends with the block."""
    with tempfile.TemporaryDirectory(prefix="rxlens-firefox-") as profile:
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in {**_PREFERENCES, **preferences}.items()
        )
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [
                *(path, "--headless", "--no-remote", "--profile", profile),
                *("--remote-debugging-port", "0", *arguments),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        try:
            assert process.stderr is not None
            address = f"{_listens_at(process.stderr)}/session"
            with connect(address, max_size=None, compression=None, proxy=None) as socket:
                yield Session(socket)
        finally:
            process.terminate()
            process.wait(timeout=30)
            assert process.stderr is not None
            process.stderr.close()


def _listens_at(said: IO[str]) -> str:
    """The address out of what Firefox says; what it says later is thrown away."""
    for line in said:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            threading.Thread(target=_drain, args=(said,), daemon=True).start()
            return found[1]
    raise RuntimeError("Firefox did not start")


def _drain(said: IO[str]) -> None:
    try:
        for _ in said:
            pass
    except ValueError:
        pass  # It was closed.
