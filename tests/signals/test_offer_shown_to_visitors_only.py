from __future__ import annotations

import pytest

from checker.page.facts import PageFacts
from checker.seen import Views
from tests.signals.build import detect, medicine, offer, page

SHOP = page(
    offers=(
        offer(medicine=medicine("Viagra", inn="sildenafil")),
        offer(medicine=medicine("Cialis", inn="tadalafil")),
    )
)
ONE = page(offers=(offer(medicine=medicine("Viagra", inn="sildenafil")),))
FARM = page(text="Fresh milk from our farm")
IN_ADDRESS = page(medicines=(medicine("Viagra", inn="sildenafil", start=-1),))
IN_TEXT = page(medicines=(medicine("Viagra", inn="sildenafil", start=10),))

CASES = [
    pytest.param(SHOP, FARM, "present", id="present"),
    pytest.param(SHOP, IN_ADDRESS, "present", id="present-medicine-in-our-address-only"),
    pytest.param(SHOP, SHOP, "absent", id="absent-the-same"),
    pytest.param(SHOP, IN_TEXT, "absent", id="near-miss-named-to-us-too"),
    pytest.param(ONE, FARM, "absent", id="near-miss-one-offer-that-may-have-changed"),
    pytest.param(SHOP, page(shell="script_only"), "unknown", id="near-miss-built-in-the-browser"),
    pytest.param(SHOP, page(shell="challenge"), "unknown", id="near-miss-challenged"),
    pytest.param(FARM, SHOP, "not_applicable", id="near-miss-shown-to-us-only"),
]


SEARCH_CASES = [
    pytest.param(SHOP, FARM, "present", id="present"),
    pytest.param(ONE, FARM, "present", id="present-one-at-once-and-not-a-second-earlier"),
    pytest.param(ONE, IN_TEXT, "absent", id="near-miss-named-by-the-address-too"),
    pytest.param(FARM, FARM, "not_applicable", id="near-miss-nothing-in-either"),
    pytest.param(SHOP, page(shell="challenge"), "unknown", id="near-miss-challenged"),
]


@pytest.mark.parametrize(("search", "fetched", "outcome"), SEARCH_CASES)
def test_offer_shown_to_those_who_search(
    search: PageFacts, fetched: PageFacts, outcome: str
) -> None:
    finding = detect("offer_shown_to_visitors_only", Views(search=search, fetched=fetched))
    assert finding.outcome == outcome
    assert ("from a search page" in finding.summary.text()) == (outcome == "present")


@pytest.mark.parametrize(("client", "fetched", "outcome"), CASES)
def test_offer_shown_to_visitors_only(client: PageFacts, fetched: PageFacts, outcome: str) -> None:
    finding = detect("offer_shown_to_visitors_only", Views(client=client, fetched=fetched))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")


CRAWLER_CASES = [
    pytest.param(ONE, FARM, "present", id="present"),
    pytest.param(ONE, None, "present", id="present-an-error-for-plain-visitors"),
    pytest.param(ONE, IN_TEXT, "absent", id="near-miss-named-to-us-too"),
    pytest.param(FARM, None, "not_applicable", id="near-miss-nothing-offered"),
]


@pytest.mark.parametrize(("crawler", "fetched", "outcome"), CRAWLER_CASES)
def test_offer_shown_to_crawlers(
    crawler: PageFacts, fetched: PageFacts | None, outcome: str
) -> None:
    finding = detect("offer_shown_to_visitors_only", Views(crawler=crawler, fetched=fetched))
    assert finding.outcome == outcome
    assert ("crawler" in finding.summary.text()) == (outcome == "present")
