"""Every page of the extension in every state, as the tests of its looks and its pictures want them, in Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page

from tests.browser.running import GOLDEN
from tests.extension.chromium import Chromium, ChromiumTab
from tests.extension.copies import ABROAD, REGISTERED, WARNED, envelope
from tests.extension.stand_in import StandIn, nobody
from web.signing import SigningKey

_SHOP = "oakhampton-pharmacy.example"
LEVELS = ("verified", "unverified", "caution", "high_risk", "not_a_pharmacy", "inconclusive")


@dataclass(frozen=True, slots=True)
class Stage:
    """A Chromium with every permission, and what stands in for the service."""

    chromium: Chromium
    stand_in: StandIn

    def reset(self, language: str = "en") -> None:
        """Close everything, and make the extension remember nothing."""
        self.chromium.close_opened()
        self.chromium.forget()
        self.chromium.set(service=self.stand_in.url, country="GB", language=language, daily=False)
        self.stand_in.list = envelope()

    def page(self, url: str) -> Page:
        """A page in a tab of its own."""
        tab = self.chromium.open(url)
        assert isinstance(tab, ChromiumTab)
        return tab.page

    def own(self, name: str) -> Page:
        """A page of the extension."""
        return self.page(f"{self.chromium.origin}/{name}")

    def popup(self, url: str, *, ask: bool = False) -> Page:
        """The popup about ``url``, in a tab of its own; its service asked at once where that is wanted."""
        self.chromium.set(askAtOnce=ask)
        self.chromium.open(url)
        number = self.chromium.own.evaluate(
            f"chrome.tabs.query({{}}).then((all) => all.find(({{url}}) => url === {json.dumps(url)}).id)"
        )
        page = self.own(f"popup.html?tab={number}")
        page.locator("#local-text:not(:empty)").wait_for()
        return page


def _report(name: str, stage: Stage) -> Page:
    stage.stand_in.report = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    page = stage.popup(f"https://{_SHOP}/", ask=True)
    page.locator(".report").wait_for()
    return page


def _local(host: str, stage: Stage) -> Page:
    page = stage.popup(f"https://{host}/")
    page.locator("#ask").wait_for()
    return page


def _path(stage: Stage) -> Page:
    page = stage.popup(f"https://{_SHOP}/shop/viagra-connect-4")
    page.locator("#path-note").wait_for()
    return page


def _consent(stage: Stage) -> Page:
    page = stage.popup(f"https://{_SHOP}/shop/viagra-connect-4")
    page.locator("#page-button").click()
    page.locator("#consent summary").click()
    page.locator("#preview").wait_for()
    return page


def _unreachable(stage: Stage) -> Page:
    stage.chromium.set(service=nobody())
    page = stage.popup(f"https://{WARNED}/", ask=True)
    page.locator("#status", has_text=re.compile("[^…]$")).wait_for()
    return page


def _no_page(stage: Stage) -> Page:
    return stage.popup("about:blank")


def _welcome(stage: Stage) -> Page:
    page = stage.own("welcome.html")
    page.locator("#badges li").nth(4).wait_for()
    return page


def _options(stage: Stage) -> Page:
    page = stage.own("options.html")
    page.locator("#sections tr").first.wait_for()
    return page


def _options_refused(stage: Stage) -> Page:
    """After a report, and a list that another key signed, whose own key was asked for."""
    _report("caution", stage)
    own = SigningKey(Ed25519PrivateKey.generate())
    stage.stand_in.key, stage.stand_in.list = own.public, envelope(key=own)
    page = _options(stage)
    page.click("#renew")
    page.locator("#list-tried.note").wait_for()
    page.click("#ask-key")
    page.locator("#offered").wait_for()
    return page


STATES: Mapping[str, Callable[[Stage], Page]] = {
    **{f"popup-{name}": partial(_report, name) for name in (*LEVELS, "hostile", "unreachable")},
    "popup-local-registered": partial(_local, REGISTERED),
    "popup-local-abroad": partial(_local, ABROAD),
    "popup-local-warned": partial(_local, WARNED),
    "popup-path": _path,
    "popup-consent": _consent,
    "popup-service-down": _unreachable,
    "popup-no-page": _no_page,
    "welcome": _welcome,
    "options": _options,
    "options-refused": _options_refused,
}
