"""Pictures of the main states, to be looked at: ``python -m tests.browser.screenshots OUT_DIR [STATE ...]``.

Each state in the light scheme; the answers also in the dark one, at 320 pixels and as printed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.browsers import chromium_path, start_chromium
from tests.browser.running import Running, running
from tests.browser.states import STATES

_LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "320": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
}
_SCREEN = 1500
"""Pixels of the page's top that the first of two pictures shows."""


def main(arguments: Sequence[str]) -> int:
    """Make the pictures; 0 when all could be made."""
    if not arguments:
        print(__doc__)
        return 2
    path = chromium_path()
    if path is None:
        print("Chromium is needed; type: apt-get install chromium")
        return 1
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:] or list(STATES)
    with running() as service, sync_playwright() as playwright:
        browser = start_chromium(playwright, path)
        for state in wanted:
            for look in _LOOKS:
                _picture(browser, service, state, look, out)
        browser.close()
    return 0


def _picture(browser: Browser, service: Running, state: str, look: str, out: Path) -> None:
    context = browser.new_context(**_LOOKS[look])  # type: ignore[arg-type]
    page = context.new_page()
    STATES[state](page, service)
    name = f"{state}-{look}"
    height = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(path=out / f"{name}.png", full_page=True)
    if height > 2 * _SCREEN:
        _pieces(page, name, height, out)
    if look == "light":
        page.pdf(path=out / f"{state}.pdf", prefer_css_page_size=True)
    context.close()
    print(out / f"{name}.png")


def _pieces(page: Page, name: str, height: int, out: Path) -> None:
    """A long page again in pieces that can be read."""
    width = page.evaluate("document.documentElement.clientWidth")
    for number, top in enumerate(range(0, height, _SCREEN)):
        clip = {"x": 0, "y": top, "width": width, "height": min(_SCREEN, height - top)}
        page.screenshot(path=out / f"{name}-{number}.png", full_page=True, clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
