"""Every page, in every state a person can meet: how to get there from the first screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from tests.browser.running import Running
from tests.contract import family

Way = Callable[[Page, Running], None]

ROGUE = "https://quickmeds-britain.example/"
LAWFUL = "https://oakhampton-pharmacy.example/"
REDIRECTED = "http://hollybank-gardenclub.example/wp-content/uploads/2019/cheap-tadalafil.php"
REGISTERED = "https://fernhollow-pharmacy.example/"
_ANSWER_MS = 30_000


def ask(page: Page, service: Running, url: str, country: str = "GB") -> None:
    """Type ``url`` into the form and wait for the answer."""
    page.goto(f"{service.url}/?country={country}")
    page.get_by_label("Address of the site").fill(url)
    page.get_by_role("button", name="Check it", exact=True).first.click()
    wait_for_answer(page)


def wait_for_answer(page: Page) -> None:
    """Wait until the report is there."""
    expect(page.locator(".record .answer__level")).to_be_visible(timeout=_ANSWER_MS)


def batch(page: Page, service: Running, urls: str) -> None:
    """Send ``urls`` to the pharmacist's page and wait until all are done."""
    page.goto(f"{service.url}/batch")
    page.get_by_label("Addresses, one on each line").fill(urls)
    page.get_by_role("button", name="Check them all").click()
    count = len(urls.split())
    expect(page.locator("[data-status]")).to_have_text(
        f"{count} of {count} are done", timeout=_ANSWER_MS
    )


def _at(path: str) -> Way:
    def way(page: Page, service: Running) -> None:
        page.goto(service.url + path)

    return way


def _golden(name: str, language: str = "") -> Way:
    def way(page: Page, service: Running) -> None:
        page.goto(service.url + language + service.saved[name])

    return way


def _refused(page: Page, service: Running) -> None:
    page.goto(service.url)
    page.get_by_label("Address of the site").fill("http://127.0.0.1/")
    page.get_by_role("button", name="Check it", exact=True).first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def _checking(page: Page, service: Running) -> None:
    """The page of a check that is under way: the browser hears nothing of its end."""
    page.route(re.compile(r"/api/v1/checks/"), lambda route: route.abort())
    page.goto(service.url)
    page.get_by_label("Address of the site").fill("https://calmdirect.example/?again=" + _new())
    page.get_by_role("button", name="Check it", exact=True).first.click()
    expect(page.locator("[data-progress]")).to_be_visible()


_count = iter(range(1_000_000))


def _new() -> str:
    return str(next(_count))


def _answer(page: Page, service: Running) -> None:
    ask(page, service, REDIRECTED)


def _verified_live(page: Page, service: Running) -> None:
    ask(page, service, REGISTERED)


def _all_open(page: Page, service: Running) -> None:
    ask(page, service, ROGUE)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def _table(page: Page, service: Running) -> None:
    batch(page, service, f"{ROGUE}\n{LAWFUL}\nhttps://healthleaflet.example/\nhttp://127.0.0.1/")


def _handouts(page: Page, service: Running) -> None:
    _table(page, service)
    page.get_by_role("link", name="Handouts to print").click()


def _saved(page: Page, service: Running) -> None:
    ask(page, service, LAWFUL)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is saved")


def _deleted(page: Page, service: Running) -> None:
    _saved(page, service)
    key = page.locator("#saved-key").inner_text()
    page.locator("#saved-address a").click()
    page.get_by_text("Delete it").click()
    page.get_by_label("The key you got").fill(key)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")


def _compared(page: Page, service: Running) -> None:
    _saved(page, service)
    page.locator("#saved-address a").click()
    page.get_by_role("button", name="Check again and compare").click()
    wait_for_answer(page)


def _message_read(page: Page, service: Running) -> None:
    page.goto(f"{service.url}/message")
    page.get_by_label("The message").fill("Buy Viagra without prescription: http://shop.example/")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=2).first).to_be_visible()


def _appealed(page: Page, service: Running) -> None:
    page.goto(f"{service.url}/appeal")
    page.get_by_label("Address of the site").fill(LAWFUL)
    page.get_by_label("What is wrong?").fill("The register names this address.")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


STATES: Mapping[str, Way] = {
    "form": _at("/"),
    "form-refused": _refused,
    "checking": _checking,
    "answer": _answer,
    "answer-all-open": _all_open,
    "high_risk": _golden("high_risk"),
    "caution": _golden("caution"),
    "verified-live": _verified_live,
    "verified": _golden("verified"),
    "unverified": _golden("unverified"),
    "not_a_pharmacy": _golden("not_a_pharmacy"),
    "inconclusive": _golden("inconclusive"),
    "unreachable": _golden("unreachable"),
    "family": _golden("family"),
    "hostile": _golden("hostile"),
    "batch": _at("/batch"),
    "message": _at("/message"),
    "message-read": _message_read,
    "families": _at("/family"),
    "families-drawn": _at(f"/family/{family.CHECKED}"),
    "families-unknown": _at("/family/never-seen.example"),
    "batch-table": _table,
    "handouts": _handouts,
    "saved": _saved,
    "deleted": _deleted,
    "compared": _compared,
    "appeal": _at("/appeal"),
    "appealed": _appealed,
    "what-we-check": _at("/what-we-check"),
    "how-good": _at("/how-good"),
    "privacy": _at("/privacy"),
    "changes": _at("/changes"),
    "demo": _at("/demo"),
    "form-de": _at("/de/"),
    "what-we-check-fr": _at("/fr/what-we-check"),
    "how-good-it": _at("/it/how-good"),
    "high_risk-pl": _golden("high_risk", "/pl"),
    "inconclusive-es": _golden("inconclusive", "/es"),
    "family-de": _golden("family", "/de"),
    "nothing-here": _at("/nothing-here"),
}
"""By name. Each begins in a fresh browser context."""
