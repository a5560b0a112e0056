"""Every page, in every state, in both schemes, on a narrow screen and at 200 %: axe-core finds nothing,
and nothing has to be scrolled sideways."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open, Watch
from tests.browser.running import Running
from tests.browser.states import STATES

pytestmark = pytest.mark.browser

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WIDE, _NARROW, _ZOOMED = 1280, 320, 640  # 640 is what 1280 leaves at 200 %.
_LOOKS = (
    pytest.param("light", _WIDE, id="light"),
    pytest.param("dark", _WIDE, id="dark"),
    pytest.param("light", _NARROW, id="320"),
    pytest.param("dark", _NARROW, id="320 dark"),
    pytest.param("light", _ZOOMED, id="200 %"),
)
_SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important;'
        + ' word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    state: str, open_page: Open, watches: list[Watch], service: Running, axe: str
) -> None:
    page = open_page(viewport={"width": _WIDE, "height": 900})
    watches[0].expected += _PROVOKED.get(state, ())
    STATES[state](page, service)
    page.evaluate(axe)
    found = []
    for look in _LOOKS:
        scheme, width = look.values
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})  # type: ignore[typeddict-item]
        found += [f"{look.id}: {line}" for line in (*_violations(page), *_sideways(page))]
    page.set_viewport_size({"width": _NARROW, "height": 900})
    page.evaluate(_SPACED)
    found += [f"spaced: {line}" for line in _sideways(page)]
    assert not found, "\n".join(found)


_PROVOKED = {
    "form-refused": ("422",),
    "checking": ("ERR_FAILED",),
    "nothing-here": ("404",),
}
"""Console messages that come with the state itself: the browser tells of errors that were answered."""


def _violations(page: Page) -> list[str]:
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", _RULES
    )
    return [
        f"{v['id']}: {node['html'][:200]} {node['failureSummary']}"
        for v in result["violations"]
        for node in v["nodes"][:3]
    ]


def _sideways(page: Page) -> list[str]:
    """What is wider than the window, outside of boxes that scroll by themselves."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
            : [...document.querySelectorAll('main *')]
                .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .slice(0, 3).map(e => 'wider than the window: ' + e.outerHTML.slice(0, 160))
                .concat('the page scrolls sideways')"""
    )
    return wide
