"""From the form to the answer, as a person goes: what is shown, in which words, and where from."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.running import GOLDEN, Running
from tests.browser.states import LAWFUL, REDIRECTED, REGISTERED, ROGUE, ask, wait_for_answer

pytestmark = pytest.mark.browser


def test_the_form_leads_to_the_answer(page: Page, service: Running) -> None:
    ask(page, service, ROGUE)
    answer = page.get_by_role("region", name="The answer")
    expect(answer.get_by_role("heading", level=1)).to_contain_text("quickmeds-britain.example")
    expect(answer.locator(".answer__level")).to_have_text(re.compile("High risk|Caution"))
    expect(answer.locator("svg.answer__shape")).to_be_visible()
    expect(answer).to_contain_text("Decided by")
    expect(answer).to_contain_text("United Kingdom")
    assert answer.locator("meter").evaluate("m => m.value > 0 && m.value <= 1")
    expect(page).to_have_title(re.compile(r"quickmeds-britain\.example"))


def test_an_entry_in_a_register_is_shown_with_its_date(page: Page, service: Running) -> None:
    ask(page, service, REGISTERED)
    expect(page.locator(".record .answer__level")).to_have_text("Verified")
    speaks_for = page.get_by_role("region", name="What speaks for it")
    expect(speaks_for).to_contain_text("fernhollow-pharmacy.example is in the register of")
    speaks_for.get_by_role("link", name="The entry itself").click()
    entries = page.get_by_role("table", name="Entries that name this address")
    expect(entries).to_contain_text("204417")
    expect(entries).to_contain_text(re.compile(r"\d{1,2} \w+ 20\d\d"))


def test_reasons_quote_the_very_words_and_their_place(page: Page, service: Running) -> None:
    ask(page, service, ROGUE)
    against = page.get_by_role("region", name="What speaks against it")
    first = against.get_by_role("article").first
    expect(first.locator("blockquote").first).not_to_be_empty()
    expect(first.locator(".where").first).to_contain_text("Seen in:")
    drawing = page.get_by_role("region", name="Where on the page it says so")
    expect(drawing.locator(".part--seen blockquote").first).to_be_visible()
    link = drawing.locator(".rests a").first
    target = link.get_attribute("href") or ""
    assert page.locator(target).count() == 1
    first.get_by_text("Check it yourself").click()
    expect(first.get_by_text("Where we know it from")).to_be_visible()


def test_the_way_to_the_page_is_shown_step_by_step(page: Page, service: Running) -> None:
    ask(page, service, REDIRECTED)
    steps = page.locator(".timeline > li")
    expect(steps).to_have_count(3)
    expect(steps.first).to_contain_text("hollybank-gardenclub.example")
    expect(steps.last).to_contain_text("secure-order-desk.test")


def test_what_was_looked_at_is_not_kept(page: Page, service: Running) -> None:
    """Which medicine somebody looked at stands in the path, and nowhere on the page."""
    ask(page, service, REDIRECTED)
    for text in (page.content(), page.url):
        assert "cheap-tadalafil" not in text


def test_the_report_to_the_authority_can_be_copied(page: Page, service: Running) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service.url)
    ask(page, service, ROGUE)
    letter = page.get_by_label("A report, written for you")
    expect(letter).to_have_value(re.compile(r"quickmeds-britain\[\.\]example"))
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == letter.input_value().split()


def test_progress_is_told_while_sources_answer(page: Page, service: Running) -> None:
    """The live region counts up, and the answer follows by itself."""
    said: list[str] = []

    def heard(
        text: str,
    ) -> None:  # Playwright marks the function itself, which a method does not bear.
        said.append(text)

    page.expose_function("heard", heard)
    page.add_init_script(
        """addEventListener('DOMContentLoaded', () => {
            const region = document.querySelector('[data-progress] [role=status]');
            if (!region) return;
            heard(region.textContent);
            new MutationObserver(() => heard(region.textContent))
                .observe(region, {childList: true, characterData: true, subtree: true});
        })"""
    )
    ask(page, service, "https://harleywell-clinic.example/?progress")
    counts = [int(m[1]) for text in said if (m := re.match(r"(\d+) of (\d+) sources", text))]
    assert counts == sorted(counts)
    assert said[-1] == "The answer is ready."
    assert len(said) >= 3


def test_an_address_that_cannot_be_checked_stays_in_the_form(
    page: Page, service: Running, watches: list[Watch]
) -> None:
    watches[0].expected += ("422",)
    page.goto(f"{service.url}/?country=DE")
    page.get_by_label("Address of the site").fill("http://10.0.0.1/")
    page.get_by_role("button", name="Check it", exact=True).first.click()
    field = page.get_by_label("Address of the site")
    expect(field).to_have_value("http://10.0.0.1/")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Where are you?")).to_have_value("DE")
    page.get_by_role("alert").get_by_role("link").click()
    expect(field).to_be_focused()
    field.fill(LAWFUL)
    page.get_by_role("button", name="Check it", exact=True).first.click()
    wait_for_answer(page)
    expect(page.get_by_role("region", name="The answer")).to_contain_text("Germany")


def test_the_country_stands_in_the_address_alone(page: Page, service: Running) -> None:
    page.goto(f"{service.url}/?country=PL")
    expect(page.get_by_label("Where are you?")).to_have_value("PL")
    page.goto(service.url)
    expect(page.get_by_label("Where are you?")).not_to_have_value("PL")


@pytest.mark.parametrize("name", sorted(file.stem for file in GOLDEN.glob("*.json")))
def test_each_golden_report_is_shown_whole(page: Page, service: Running, name: str) -> None:
    report = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    page.goto(service.url + service.saved[name])
    text = " ".join(page.locator(".record").inner_text().split())
    everything = " ".join((page.locator(".record").text_content() or "").split())
    assert report["verdict"]["label"]["text"] in text
    assert report["verdict"]["sentence"]["text"] in text
    assert report["address"]["display"] in text
    assert report["address"]["host"] in text
    for reason in report["reasons_against"] + report["reasons_for"] + report["context"]:
        for part in ("title", "text", "why", "verify"):
            assert " ".join(reason[part]["text"].split()) in everything
        assert reason["source"] in everything
        for quote in reason["quotes"]:
            assert " ".join(quote["text"].split()) in everything
    for source in report["coverage"]["sources"]:
        assert source["label"]["text"] in everything
    for limit in report["limits"]:
        assert limit["text"] in text


def test_words_of_strangers_are_words(page: Page, service: Running) -> None:
    page.goto(service.url + service.saved["hostile"])
    assert page.locator("img").count() == 0
    assert page.evaluate("document.scripts.length") == 1
    expect(page.locator(".reason blockquote").first).to_contain_text("<img src=x onerror=")
    assert "\u202e" not in page.content()
