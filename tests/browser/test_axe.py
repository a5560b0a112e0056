"""Every page, in every state, in both schemes, on a narrow screen and at 200 %: axe-core finds nothing,
and nothing has to be scrolled sideways."""

from __future__ import annotations

import pytest

from tests.browser.axe import SPACED, sideways, violations
from tests.browser.conftest import Open, Watch
from tests.browser.running import Running
from tests.browser.states import STATES

pytestmark = pytest.mark.browser

_WIDE, _NARROW, _ZOOMED = 1280, 320, 640  # 640 is what 1280 leaves at 200 %.
_LOOKS = (
    pytest.param("light", _WIDE, id="light"),
    pytest.param("dark", _WIDE, id="dark"),
    pytest.param("light", _NARROW, id="320"),
    pytest.param("dark", _NARROW, id="320 dark"),
    pytest.param("light", _ZOOMED, id="200 %"),
)


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
        found += [f"{look.id}: {line}" for line in (*violations(page), *sideways(page))]
    page.set_viewport_size({"width": _NARROW, "height": 900})
    page.evaluate(SPACED)
    found += [f"spaced: {line}" for line in sideways(page)]
    assert not found, "\n".join(found)


_PROVOKED = {
    "form-refused": ("422",),
    "checking": ("ERR_FAILED",),
    "nothing-here": ("404",),
    "families-unknown": ("404",),
}
"""Console messages that come with the state itself: the browser tells of errors that were answered."""
