"""Firefox with the real extension as a temporary add-on, its icon and its questions pressed as a person presses them.

WebDriver BiDi also reaches the browser's own window (``moz:scope``), where the icon and the questions for permissions
stand. The popup is a document of the extension, which its options page can look into.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser import firefox
from tests.browser.firefox import Session, running_session
from tests.extension.driving import Browser, Popup, Tab, until
from tests.extension.wire import Wire

_ADDON = "rxlens@rxlens.example"
_ICON = "document.getElementById('rxlens_rxlens_example-BAP')"
_POPUPS = "browser.extension.getViews({type: 'popup'})"
_QUESTION = "document.getElementById('addon-webext-permissions-notification')"
_SAYS_YES_ITSELF = "extensions.webextOptionalPermissionPrompts"
_PREFERENCES = {
    _SAYS_YES_ITSELF: False,
    "security.notification_enable_delay": 0,
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
_MAY_ASK = "browser.permissions.contains({origins: ['http://127.0.0.1/*']})"
_ENTER = """(() => {
    const {classes, interfaces} = Components;
    const keyboard = classes["@mozilla.org/text-input-processor;1"].createInstance(interfaces.nsITextInputProcessor);
    document.querySelector("browser.webextension-popup-browser").focus();
    keyboard.beginInputTransactionForTests(window, () => {});
    const enter = new KeyboardEvent("", {key: "Enter", code: "Enter", keyCode: KeyboardEvent.DOM_VK_RETURN});
    keyboard.keydown(enter);
    keyboard.keyup(enter);
})()"""


class FirefoxTab(Tab):
    """A tab that the protocol leads."""

    def __init__(self, tab: firefox.Tab) -> None:
        self.tab = tab

    def evaluate(self, script: str) -> Any:
        try:
            return self.tab.evaluate(script)
        except AssertionError:
            return self.tab.evaluate(script)  # The page was just being replaced.

    def press(self, element: str) -> None:
        self.tab.press(element)

    def goto(self, url: str) -> None:
        """Pages of extensions never report that they stand, so nothing is waited for with them."""
        self.tab.goto(url, "none" if url.startswith("moz-") else "complete")

    def chord(self, keys: str) -> None:
        self.tab.chord(keys)

    def close(self) -> None:
        self.tab.close()


class FirefoxPopup(Popup):
    """The popup, looked into from another page of the extension."""

    def __init__(self, browser: Firefox) -> None:
        self._browser = browser

    def evaluate(self, script: str) -> Any:
        return self._browser.own.evaluate(
            f"(({{document, performance, location}}) => ({script}))({_POPUPS}[0])"
        )

    def press(self, element: str) -> None:
        self.evaluate(f"void document.getElementById('{element}').focus()")
        self._browser.window(_ENTER)


class Firefox(Browser):
    """A Firefox with the extension."""

    # Asked for lists of its own, whatever its settings say.
    its_own = frozenset({"firefox.settings.services.mozilla.com"})

    def __init__(self, session: Session, origin: str, extension: Path, wire: Wire) -> None:
        super().__init__()
        self._session, self.origin, self.wire, self.said = session, origin, wire, session.said
        windows = session.ask("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        self._window = windows[0]["context"]
        session.ask("webExtension.install", extensionData={"type": "path", "path": str(extension)})
        self.own = self.tab(f"{origin}/options.html")
        self.own.wait_for("document.querySelectorAll('#sections tr').length > 0")

    def window(self, script: str) -> Any:
        """The value of ``script`` in the browser's own window, as plain JSON."""
        return self._session.evaluate(self._window, script)

    def tab(self, url: str) -> FirefoxTab:
        found = FirefoxTab(self._session.tab())
        found.goto(url)
        return found

    def press_icon(self, tab: Tab) -> FirefoxPopup:
        assert isinstance(tab, FirefoxTab)
        self.close_popup()
        tab.tab.show()
        pressed = self.window(f"((now) => ({_ICON}.click(), now))(Date.now())")
        self.own.wait_for(f"{_POPUPS}[0]?.document.readyState === 'complete'")
        popup = FirefoxPopup(self)
        popup.pressed = pressed
        popup.wait()
        return popup

    def close_popup(self) -> None:
        self.own.evaluate(f"{_POPUPS}.forEach((popup) => popup.close())")
        self.own.wait_for(f"{_POPUPS}.length === 0")

    def badge(self, tab: Tab) -> tuple[str, str]:
        assert isinstance(tab, FirefoxTab)
        tab.tab.show()
        sign, words = self.window(
            f"[{_ICON}.getAttribute('badge') ?? '', {_ICON}.getAttribute('label')]"
        )
        return sign, words

    def stop_background(self) -> None:
        extension = f"WebExtensionPolicy.getByID('{_ADDON}').extension"
        self.window(f"{extension}.terminateBackground()")
        until(
            lambda: self.window(f"{extension}.backgroundState") == "stopped",
            "the background sleeps",
        )

    def allow_service(self) -> None:
        if not self.own.evaluate(_MAY_ASK):
            self.own.press("ask-key")
            self.own.wait_for(_MAY_ASK)

    def allow_everything(self) -> None:
        welcome = self.tab(f"{self.origin}/welcome.html")
        welcome.wait_for("document.querySelectorAll('#badges li').length === 5")
        welcome.press("allow")
        welcome.wait_for("document.getElementById('status').textContent.includes('now shows')")
        welcome.close()
        for box in ("automatic", "marks"):
            self.own.press(box)
            self.own.wait_for(
                f"chrome.storage.local.get('settings').then(({{settings}}) => settings?.{box})"
            )

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let Firefox ask for permissions, which is answered with yes else; to be answered by :meth:`answer`."""
        self.window(f"Services.prefs.setBoolPref('{_SAYS_YES_ITSELF}', true)")
        try:
            yield
        finally:
            self.window(f"Services.prefs.setBoolPref('{_SAYS_YES_ITSELF}', false)")

    def answer(self, answer: bool) -> str:
        """Press yes or no on the browser's question for permissions; what it asks for."""
        shown = f"PopupNotifications.isPanelOpen && !!{_QUESTION} && !{_QUESTION}.hidden"
        until(lambda: self.window(shown), "Firefox asks")
        items = f"[...{_QUESTION}.querySelectorAll('.addon-webext-perm-list li')]"
        said = "\n".join(self.window(f"{items}.map((item) => item.textContent)"))
        self.window(f"void {_QUESTION}.{'button' if answer else 'secondaryButton'}.click()")
        until(lambda: not self.window("PopupNotifications.isPanelOpen"), "the question is gone")
        return said


@contextmanager
def running_firefox(path: str, extension: Path, wire: Wire) -> Iterator[Firefox]:
    """A Firefox without a window, whose only way out is ``wire``; ends with the block."""
    number = str(uuid.uuid4())
    preferences = {
        **_PREFERENCES,
        "network.proxy.socks_port": wire.port,
        "extensions.webextensions.uuids": json.dumps({_ADDON: number}),
    }
    with running_session(path, preferences, "-remote-allow-system-access") as session:
        yield Firefox(session, f"moz-extension://{number}", extension, wire)
