"""The browsers of this computer, started as the tests need them."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

from tests.absent import absent

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> str | None:
    """Chromium as the system packages it; Playwright's own build is never fetched."""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), None)


def firefox_path() -> str | None:
    """Firefox as the system packages it."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def installed_chromium() -> str:
    """The path of Chromium; tests that need it skip where there is none."""
    return chromium_path() or absent("Chromium is not installed; type: apt-get install chromium")


def installed_firefox() -> str:
    """The path of Firefox; tests that need it skip where there is none."""
    return firefox_path() or absent("Firefox is not installed; type: apt-get install firefox-esr")


def start_chromium(playwright: Playwright, path: str) -> Browser:
    """A Chromium without a window that asks nobody but the pages under test."""
    return playwright.chromium.launch(executable_path=path, headless=True, args=list(_QUIET))
