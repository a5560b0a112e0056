"""Pictures of the extension, for the stores and to be looked at: ``python -m tests.extension.screenshots DIRECTORY``.

The popup in every level out of the golden reports, light and dark, the first page, the options, a warning, and the icon
with each of its signs (drawn as browsers draw them, which no driver can photograph).
"""

from __future__ import annotations

import json
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from checker.demo.manifest import demo_hosts
from checker.demo.server import DemoWeb
from tests.browser.browsers import chromium_path
from tests.browser.running import ROOT
from tests.extension.chromium import Chromium, running_chromium
from tests.extension.copies import EXTENSION, KEY, WARNED, copied
from tests.extension.stand_in import StandIn, running_stand_in
from tests.extension.wire import running_wire

_GOLDEN = ("verified", "unverified", "caution", "high_risk", "not_a_pharmacy", "inconclusive")
_ICON = """<!doctype html><meta charset=utf-8><style>
body { margin: 0; display: flex; gap: 24px; padding: 24px; background: #dee1e6 }
figure { margin: 0; width: 64px; text-align: center; font: 12px system-ui }
div { position: relative; width: 48px; height: 48px; margin: auto }
span { position: absolute; right: -8px; bottom: -6px; min-width: 24px; border-radius: 6px }
span { font: 700 20px/24px system-ui }
</style>"""


def _popups(chromium: Chromium, stand_in: StandIn, directory: Path) -> None:
    page = chromium.open("https://oakhampton-pharmacy.example/")
    number = chromium.evaluate(
        "chrome.tabs.query({url: '*://oakhampton-pharmacy.example/*'}).then(([tab]) => tab.id)"
    )
    for name in _GOLDEN:
        stand_in.report = json.loads(
            (ROOT / "tests" / "contract" / f"{name}.json").read_text("utf-8")
        )
        for scheme in ("light", "dark"):
            popup = chromium.own(f"popup.html?tab={number}")
            popup.emulate_media(color_scheme=scheme)
            popup.set_viewport_size({"width": 380, "height": 600})
            popup.locator(".report").wait_for()
            _save(popup, directory / f"popup-{name}-{scheme}.png")
            popup.close()
    chromium.set(askAtOnce=False)
    popup = chromium.own(f"popup.html?tab={number}")
    popup.set_viewport_size({"width": 380, "height": 400})
    popup.locator("#page-button").click()
    popup.locator("#consent").wait_for()
    _save(popup, directory / "popup-consent.png")
    popup.close()
    page.close()


def _save(page: Page, path: Path) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=path, full_page=True)


def _pages(chromium: Chromium, directory: Path) -> None:
    for name in ("welcome", "options"):
        page = chromium.own(f"{name}.html")
        page.wait_for_timeout(300)
        _save(page, directory / f"{name}.png")
        page.close()
    chromium.set(automatic=True)
    chromium.wait_for(
        "chrome.scripting.getRegisteredContentScripts().then((found) => found.length === 1)"
    )
    page = chromium.open(f"https://{WARNED}/")
    page.locator("rxlens-banner").wait_for()
    page.wait_for_timeout(150)
    page.screenshot(path=directory / "warning.png")
    page.close()


def _icons(chromium: Chromium, directory: Path) -> None:
    badges = chromium.evaluate("import('./js/badge.js').then(({BADGES}) => BADGES)")
    picture = b64encode((EXTENSION / "icons" / "48.png").read_bytes()).decode()
    figures = "".join(
        f'<figure><div><img src="data:image/png;base64,{picture}">'
        f'<span style="color:{badge["ink"]};background:{badge["ground"] if badge["text"] else "none"}">'
        f"{badge['text']}</span></div>{name.replace('_', ' ')}</figure>"
        for name, badge in badges.items()
    )
    page = chromium.context.new_page()
    page.set_viewport_size({"width": 680, "height": 140})
    page.set_content(_ICON + figures)
    _save(page, directory / "icons.png")
    page.close()


def main(directory: Path) -> None:
    """Write all pictures into ``directory``."""
    directory.mkdir(parents=True, exist_ok=True)
    path = chromium_path()
    assert path is not None, "Chromium is not installed"
    with (
        tempfile.TemporaryDirectory() as loose,
        DemoWeb() as web,
        running_wire(frozenset(demo_hosts()), (web.http_port, web.https_port)) as wire,
        running_stand_in() as stand_in,
        sync_playwright() as playwright,
    ):
        extension = copied(Path(loose), granted=("tabs", "scripting"), everywhere=True)
        with running_chromium(playwright, path, extension, wire) as chromium:
            chromium.set(service=stand_in.url, key=KEY.public, country="GB", askAtOnce=True)
            _popups(chromium, stand_in, directory)
            _pages(chromium, directory)
            _icons(chromium, directory)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
