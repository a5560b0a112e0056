"""Pictures of the extension, for the stores and to be looked at.

python -m tests.extension.screenshots DIRECTORY [LANGUAGE ...]

Every page in every state, light and dark; a warning on a page; and the icon with each of its signs (drawn as browsers
draw them, which no driver can photograph).
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from checker.demo.manifest import demo_hosts
from checker.demo.server import DemoWeb
from tests.browser.browsers import chromium_path
from tests.extension.chromium import Chromium, running_chromium
from tests.extension.copies import EXTENSION, WARNED, copied
from tests.extension.looks import STATES, Stage
from tests.extension.stand_in import running_stand_in
from tests.extension.wire import running_wire

_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_POPUP, _PAGE = 380, 1000
_ICON = """<!doctype html><meta charset=utf-8><style>
body { margin: 0; display: flex; gap: 24px; padding: 24px; background: #dee1e6 }
figure { margin: 0; width: 64px; text-align: center; font: 12px system-ui }
div { position: relative; width: 48px; height: 48px; margin: 0 auto 12px }
span { position: absolute; right: -8px; bottom: -6px; min-width: 24px; border-radius: 6px }
span { font: 700 20px/24px system-ui }
</style>"""


def _states(stage: Stage, language: str, directory: Path) -> None:
    for name, state in STATES.items():
        stage.reset(language)
        page = state(stage)
        width = _POPUP if name.startswith("popup") else _PAGE
        page.set_viewport_size({"width": width, "height": 600})
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme)
            _save(page, directory / f"{name}-{language}-{scheme}.png")


def _save(page: Page, path: Path) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=path, full_page=True)


def _warning(stage: Stage, language: str, directory: Path) -> None:
    stage.reset(language)
    stage.chromium.set(automatic=True)
    stage.chromium.wait_for_scripts(1)
    page = stage.page(f"https://{WARNED}/")
    page.locator("rxlens-banner").wait_for()
    page.wait_for_timeout(150)
    page.screenshot(path=directory / f"warning-{language}.png")


def _icons(chromium: Chromium, directory: Path) -> None:
    badges = chromium.own.evaluate("import('./js/badge.js').then(({BADGES}) => BADGES)")
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


def main(directory: Path, languages: list[str]) -> None:
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
            stage = Stage(chromium, stand_in)
            for language in languages:
                _states(stage, language, directory)
                _warning(stage, language, directory)
            _icons(chromium, directory)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["en"])
