"""Every page of the extension, in every state: axe-core finds nothing, and nothing has to be scrolled sideways.

In Chromium, in both schemes; the popup at its own width and with text twice as large, the pages also on a narrow
screen and at 200 %; in the language with the longest words.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from tests.browser.axe import SPACED, sideways, violations
from tests.browser.browsers import installed_chromium
from tests.extension.chromium import running_chromium
from tests.extension.copies import copied
from tests.extension.looks import STATES, Stage
from tests.extension.stand_in import running_stand_in
from tests.extension.wire import Wire

pytestmark = pytest.mark.browser

_SCHEMES = ("light", "dark")
_WIDTHS = {"popup": (380, 320), "page": (1280, 640, 320)}
_TWICE = "document.documentElement.style.fontSize = '200%'"
_ONCE = "document.documentElement.style.fontSize = ''"


@pytest.fixture(scope="module")
def stage(
    playwright: Playwright, wire: Wire, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    path = installed_chromium()
    extension = copied(
        tmp_path_factory.mktemp("looks"), granted=("tabs", "scripting"), everywhere=True
    )
    with (
        running_stand_in() as stand_in,
        running_chromium(playwright, path, extension, wire) as chromium,
    ):
        yield Stage(chromium, stand_in)


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(stage: Stage, state: str, axe: str) -> None:
    stage.reset("de")
    page = STATES[state](stage)
    page.evaluate(axe)
    found = []
    widths = _WIDTHS["popup" if state.startswith("popup") else "page"]
    for width in widths:
        page.set_viewport_size({"width": width, "height": 700})
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            lines = (*violations(page), *sideways(page))
            found += [f"{scheme}, {width}: {line}" for line in lines]
    page.set_viewport_size({"width": widths[0], "height": 700})
    page.evaluate(_TWICE)
    found += [f"twice as large: {line}" for line in (*violations(page), *sideways(page))]
    page.evaluate(_ONCE)
    page.evaluate(SPACED)
    found += [f"spaced: {line}" for line in sideways(page)]
    assert not found, "\n".join(found)
    assert not [said for said in stage.chromium.said if said not in _PROVOKED.get(state, ())]


_PROVOKED = {
    "popup-service-down": ("Failed to load resource: net::ERR_SOCKS_CONNECTION_FAILED",),
}
"""Console messages that come with the state itself."""
