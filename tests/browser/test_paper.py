"""What comes out of the printer: a handout of one page, the whole record, one page for each of many."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Running
from tests.browser.states import LAWFUL, ROGUE, ask, batch

pytestmark = pytest.mark.browser


def _printed(page: Page) -> list[str]:
    """The text of each printed page."""
    pdf = page.pdf(prefer_css_page_size=True)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@pytest.mark.parametrize("name", ["high_risk", "caution", "verified", "inconclusive", "hostile"])
def test_the_handout_is_one_page(page: Page, service: Running, name: str) -> None:
    page.goto(service.url + service.saved[name])
    sheets = _printed(page)
    assert len(sheets) == 1
    assert "What to do" in sheets[0]
    assert service.saved[name] in sheets[0].replace(" ", "")
    assert "On this page" not in sheets[0]


def test_the_handout_of_a_live_answer_is_one_page_and_leads_back(
    page: Page, service: Running
) -> None:
    ask(page, service, ROGUE)
    sheets = _printed(page)
    assert len(sheets) == 1
    for words in (
        "quickmeds-britain.example",
        "What we saw",
        "Bought already?",
        "The whole report",
    ):
        assert words in sheets[0]
    page.emulate_media(media="print")
    code = page.get_by_role("img", name="Address of this report")
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] >= 100  # 30 mm, so that a telephone can read it.


def test_the_whole_record_can_be_printed_instead(page: Page, service: Running) -> None:
    ask(page, service, ROGUE)
    page.get_by_label("The whole record").check()
    text = " ".join(_printed(page))
    for words in (
        "What speaks against it",
        "Sources and dates",
        "What would change this answer",
        "Where we know it from",  # also out of what is folded up on the screen
    ):
        assert words in text
    assert "Point a phone" not in text
    assert not re.search(r"Save this report|Skip to the content", text)


def test_many_are_printed_one_page_each(page: Page, service: Running) -> None:
    batch(page, service, f"{ROGUE}\n{LAWFUL}")
    page.get_by_role("link", name="Handouts to print").click()
    page.wait_for_url("**/print*")
    page.wait_for_load_state("load")
    sheets = _printed(page)
    assert len(sheets) == 2
    assert "quickmeds-britain.example" in sheets[0]
    assert "oakhampton-pharmacy.example" in sheets[1]
