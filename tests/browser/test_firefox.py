"""The same pages in Firefox: form to answer by keyboard, rules of accessibility, paper, nothing left behind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from tests.browser.browsers import installed_firefox
from tests.browser.firefox import Tab, running_firefox
from tests.browser.running import Running
from tests.browser.states import LAWFUL

pytestmark = pytest.mark.browser

_ENTER = "\ue006"
_PAGES = ["/", "/batch", "/appeal", "/privacy", "/what-we-check", "/how-good"]
_GOLDEN = ["high_risk", "caution", "verified", "inconclusive", "hostile"]
_ANSWERED = "document.querySelector('.record .answer__level')?.innerText ?? ''"


@pytest.fixture(scope="module", params=["light", "dark"])
def firefox(request: pytest.FixtureRequest) -> Iterator[Tab]:
    with running_firefox(installed_firefox(), dark=request.param == "dark") as found:
        yield found


def test_the_keyboard_leads_from_the_form_to_the_answer(firefox: Tab, service: Running) -> None:
    firefox.goto(f"{service.url}/?country=GB")
    firefox.evaluate("document.getElementById('url').focus()")
    firefox.keys(LAWFUL + _ENTER)
    assert firefox.wait_for(_ANSWERED) == "Unverified"
    assert "oakhampton-pharmacy.example" in firefox.evaluate("document.title")
    assert firefox.cookies() == []
    assert firefox.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_batch_fills_and_sorts(firefox: Tab, service: Running) -> None:
    firefox.goto(f"{service.url}/batch")
    firefox.evaluate(
        "document.getElementById('urls').value = "
        + json.dumps(f"{LAWFUL}\nhttps://quickmeds-britain.example/")
    )
    firefox.evaluate("document.querySelector('form button').click()")
    firefox.wait_for("document.querySelector('[data-status]')?.textContent === '2 of 2 are done'")
    firefox.wait_for("[...document.querySelectorAll('th button')].length === 5")
    firefox.evaluate("document.querySelectorAll('th button')[2].click()")
    first = firefox.evaluate("document.querySelector('tbody th').innerText")
    assert first == "quickmeds-britain.example"


@pytest.mark.parametrize("path", [*_PAGES, *_GOLDEN])
def test_axe_finds_nothing(firefox: Tab, service: Running, axe: str, path: str) -> None:
    firefox.goto(service.url + service.saved.get(path, path))
    found: list[str] = []
    for width in (1280, 320):
        firefox.resize(width)
        firefox.evaluate(f"(() => {{ {axe}; window.axe = axe; }})()")
        found += _violations(firefox)
        if firefox.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ):
            found.append(f"{width}: the page scrolls sideways")
    assert not found, "\n".join(found)


def _violations(firefox: Tab) -> list[str]:
    result: list[dict[str, Any]] = firefox.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
        "v => ({id: v.id, where: v.nodes.map(n => n.html.slice(0, 160))})))"
    )
    return [f"{violation['id']}: {violation['where'][:3]}" for violation in result]


@pytest.mark.parametrize("name", ["high_risk", "verified", "hostile"])
def test_the_handout_is_one_page(firefox: Tab, service: Running, name: str) -> None:
    firefox.goto(service.url + service.saved[name])
    sheets = pypdf.PdfReader(io.BytesIO(firefox.printed())).pages
    assert len(sheets) == 1
    assert "What to do" in sheets[0].extract_text()
