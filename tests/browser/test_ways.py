"""Other ways to use the pages: keyboard alone, no script, dark, narrow, another language, an appeal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, Watch
from tests.browser.running import Running, running
from tests.browser.states import LAWFUL, ROGUE, ask, batch, wait_for_answer

pytestmark = pytest.mark.browser


# Keyboard


def _focused(page: Page) -> str:
    text: str = page.evaluate(
        "(e => e.innerText || e.getAttribute('aria-label') || e.id || e.tagName)(document.activeElement)"
    )
    return text.strip()


def test_the_keyboard_is_enough_for_an_answer(page: Page, service: Running) -> None:
    page.goto(service.url)
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(LAWFUL)
    page.keyboard.press("Tab")
    page.keyboard.type("Germany")
    page.keyboard.press("Tab")
    assert _focused(page) == "Check it"
    page.keyboard.press("Enter")
    wait_for_answer(page)
    expect(page.get_by_role("region", name="The answer")).to_contain_text("Germany")


def test_everything_that_acts_is_reached_and_seen_by_keyboard(page: Page, service: Running) -> None:
    """Tab visits every control in the order of the page, none twice, each with a visible ring."""
    ask(page, service, ROGUE)
    wanted = page.evaluate(
        """[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter(e => e.checkVisibility() && e.type !== 'hidden'
                && !(e.type === 'radio' && !e.checked)).length"""
    )
    seen: list[str] = []
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(wanted):
        page.keyboard.press("Tab")
        where, outline = page.evaluate(
            """(e => [[...document.querySelectorAll('*')].indexOf(e) + ' ' + e.tagName,
                getComputedStyle(e).outlineStyle])(document.activeElement)"""
        )
        assert outline != "none", where
        seen.append(where)
    order = [int(where.split()[0]) for where in seen]
    assert len(set(seen)) == wanted
    assert order == sorted(order)


def test_a_table_is_sorted_by_keyboard(page: Page, service: Running) -> None:
    batch(page, service, f"{LAWFUL}\n{ROGUE}")
    page.get_by_role("button", name="Answer").focus()
    page.keyboard.press("Space")
    assert page.locator("[data-rows] tbody th").first.inner_text() == "quickmeds-britain.example"
    assert _focused(page) == "Answer"


# Without events, without script


def test_the_answer_comes_where_no_stream_is_to_be_had(chromium: Browser) -> None:
    """Too many listen: the page asks for the check itself instead."""
    with running(streams="0") as busy:
        context = chromium.new_context()
        page = context.new_page()
        said: list[str] = []
        page.add_init_script("addEventListener('error', e => console.log('failed: ' + e.message))")
        page.on("console", lambda message: said.append(message.text))
        ask(page, busy, LAWFUL)
        context.close()
    assert not [text for text in said if text.startswith("failed:")]


def test_an_answer_needs_no_script(open_page: Open, service: Running) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(service.url)
    page.get_by_label("Address of the site").fill(
        "https://marlowe-online-doctor.example/?no-script"
    )
    page.get_by_role("button", name="Check it", exact=True).first.click()
    wait_for_answer(page)  # The page of the check comes again by itself.
    expect(page.locator(".answer__level").last).to_have_text("Unverified")
    expect(page.get_by_role("button", name="Copy the text")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is saved")


def test_a_batch_needs_no_script(open_page: Open, service: Running) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{service.url}/batch")
    page.get_by_label("Addresses, one on each line").fill(f"{ROGUE}\n{LAWFUL}")
    page.get_by_role("button", name="Check them all").click()
    expect(page.locator("[data-status]")).to_have_text("2 of 2 are done", timeout=30_000)
    expect(page.get_by_label("Show rows with these words")).not_to_be_visible()


# How it looks


def test_the_dark_scheme_is_followed(open_page: Open, service: Running) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        page.goto(service.url)
        rgb = page.evaluate("getComputedStyle(document.body).backgroundColor")
        grounds[scheme] = sum(map(int, re.findall(r"\d+", rgb)[:3]))
    assert grounds["dark"] < 150
    assert grounds["light"] > 600


def test_levels_are_told_apart_without_colour(page: Page, service: Running) -> None:
    """Each level has a word and a silhouette of its own."""
    page.goto(service.url)
    shapes = page.locator(".legend svg").evaluate_all("all => all.map(svg => svg.innerHTML)")
    words = page.locator(".legend h3").all_inner_texts()
    assert len(set(shapes)) == len(set(words)) == 6


def test_nothing_moves_for_those_who_want_it_still(open_page: Open, service: Running) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(service.url)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# Language


def test_the_language_is_part_of_the_address(page: Page, service: Running) -> None:
    page.goto(f"{service.url}/privacy")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(f"{service.url}/de/privacy")
    assert page.locator("html").get_attribute("lang") == "de"
    page.locator(".wordmark").click()
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


# Is this wrong?


def test_an_appeal_starts_from_the_answer(page: Page, service: Running) -> None:
    ask(page, service, LAWFUL)
    page.get_by_role("link", name="Is this wrong? Tell us.").click()
    expect(page.get_by_label("Address of the site")).to_have_value("oakhampton-pharmacy.example")
    expect(page.get_by_text("Nobody answers here")).to_be_visible()
    page.get_by_label("What is wrong?").fill("The register names this very address.")
    page.get_by_label("A pharmacist").check()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_an_appeal_that_cannot_be_kept_comes_back_filled_in(
    page: Page, service: Running, watches: list[Watch]
) -> None:
    watches[0].expected += ("422",)
    page.goto(f"{service.url}/appeal")
    page.get_by_label("Address of the site").fill(LAWFUL)
    page.get_by_label("What is wrong?").fill("Much.")
    page.get_by_label("The site’s owner, or someone who works there").check()
    page.get_by_label("Your mail address").fill("jo@localhost")  # Fit for a browser, not for mail.
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_label("Your mail address")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("What is wrong?")).to_have_value("Much.")
    expect(page.get_by_label("The site’s owner, or someone who works there")).to_be_checked()


# Saved


def test_a_saved_report_is_compared_and_deleted(
    page: Page, service: Running, watches: list[Watch]
) -> None:
    ask(page, service, LAWFUL)
    page.get_by_label("Keep it for").select_option("30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is kept for 30 days")).to_be_visible()
    key = page.locator("#saved-key").inner_text()
    page.locator("#saved-address a").click()
    address = page.url
    page.get_by_role("button", name="Check again and compare").click()
    wait_for_answer(page)
    expect(page.get_by_role("region", name="What changed since")).to_be_visible()
    page.goto(address)
    page.get_by_text("Delete it").click()
    page.get_by_label("The key you got").fill(key)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")
    watches[0].expected += ("404",)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")
