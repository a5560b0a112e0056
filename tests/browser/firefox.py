"""Firefox as the system packages it, led over WebDriver BiDi: Playwright leads a build of its own only.

Just what the tests need of the protocol (https://www.w3.org/TR/webdriver-bidi/), on the standard library.
"""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
    "toolkit.telemetry.enabled": False,
}
_PATIENCE = 60.0


class WebSocket:
    """A client of one WebSocket: text messages only, whole ones only."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self._socket = socket.create_connection((host, port), timeout=_PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._file = self._socket.makefile("rb")
        status = self._file.readline()
        assert b" 101 " in status, status
        while self._file.readline().strip():
            pass

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        if size < 126:
            head = bytes([0x81, 0x80 | size])
        elif size < 65536:
            head = bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
        else:
            head = bytes([0x81, 0xFF]) + size.to_bytes(8, "big")
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        self._socket.sendall(head + mask + masked)

    def receive(self) -> str:
        text = b""
        while True:
            first, second = self._file.read(2)
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(self._file.read(2 if size == 126 else 8), "big")
            text += self._file.read(size)
            if first & 0x80:
                return text.decode()

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Firefox:
    """One window of a running Firefox."""

    def __init__(self, socket_: WebSocket) -> None:
        self._socket, self._number = socket_, 0
        self._ask("session.new", capabilities={})
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        self._ask("browsingContext.activate", context=self._context)

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.receive())
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def goto(self, url: str) -> None:
        """Load ``url`` whole."""
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of ``script`` as plain JSON, once it is settled."""
        found = self._ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({script})))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        value = found["result"].get("value")
        return None if value is None else json.loads(value)

    def wait_for(self, script: str, seconds: float = 30.0) -> Any:
        """Ask ``script`` until what it says is true; pages may change meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := self.evaluate(script):
                    return found
            except AssertionError:
                pass  # The page was just being replaced.
            time.sleep(0.1)
        raise TimeoutError(script)

    def keys(self, text: str) -> None:
        """Type ``text`` as on a keyboard."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._ask(
            "input.performActions",
            context=self._context,
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window's inside so large."""
        self._ask(
            "browsingContext.setViewport",
            context=self._context,
            viewport={"width": width, "height": height},
        )

    def printed(self) -> bytes:
        """The page as PDF on A4."""
        found = self._ask(
            "browsingContext.print",
            context=self._context,
            page={"width": 21.0, "height": 29.7},
            margin={"top": 1.2, "bottom": 1.2, "left": 1.6, "right": 1.6},
            shrinkToFit=False,
        )
        return base64.b64decode(found["data"])

    def cookies(self) -> list[Any]:
        """Every cookie of the browser."""
        found: list[Any] = self._ask("storage.getCookies")["cookies"]
        return found


@contextmanager
def running_firefox(path: str, *, dark: bool = False) -> Iterator[Firefox]:
    """A Firefox without a window, with a profile of its own; ends with the block."""
    with tempfile.TemporaryDirectory(prefix="rxlens-firefox-") as profile:
        scheme = {"layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in {**_PREFERENCES, **scheme}.items()
        )
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [
                path,
                "--headless",
                "--no-remote",
                "--profile",
                profile,
                "--remote-debugging-port",
                "0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        try:
            assert process.stderr is not None
            socket_ = WebSocket("127.0.0.1", _port(process.stderr), "/session")
            yield Firefox(socket_)
            socket_.close()
        finally:
            process.terminate()
            process.wait(timeout=30)
            assert process.stderr is not None
            process.stderr.close()


def _port(said: IO[str]) -> int:
    """The port out of what Firefox says; what it says later is thrown away."""
    for line in said:
        if found := re.search(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)", line):
            threading.Thread(target=_drain, args=(said,), daemon=True).start()
            return int(found[1])
    raise RuntimeError("Firefox did not start")


def _drain(said: IO[str]) -> None:
    try:
        for _ in said:
            pass
    except ValueError:
        pass  # It was closed.
