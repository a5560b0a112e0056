"""The second look at a page whose address and contents do not fit together, against a real server."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from checker.evidence import (
    SEARCHED_PAGE,
    Evidence,
    Missing,
    MissingReason,
    Observation,
    PageVisit,
    View,
    observed,
)
from checker.gather.page import gather
from checker.gather.second_view import SEARCH_PAGE, worth_a_second_view
from checker.judgement import judge
from checker.net import Limits
from checker.net.client import AGENT
from checker.page.read import read_page
from checker.page.worker import read_here
from checker.report import to_json
from checker.target import read_target
from checker.verdict import Level
from tests.loopback import Pages, Reply, Server, World, read_request, redirect

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LIMITS = Limits(total=2, gather=3, politeness=0, retry_after=0.01)
CLUB = (
    "<title>Bowls club</title><h1>News from the green</h1><p>The pavilion has a new roof, thanks to "
    "everybody who came to the quiz night. Mowing starts in the last week of March.</p>"
)
SHOP = """<title>Pills</title><h1>Buy Viagra without prescription</h1>
<div class="product"><h2>Viagra 100 mg</h2><p>30 tablets $59.00</p><form action="/cart" method="post">
<button class="add-to-cart">Add to cart</button></form></div><p>No prescription needed.</p>"""
HACKED = "http://club.com/news/buy-viagra-online"


@pytest.mark.parametrize(
    ("url", "html", "wanted"),
    [
        pytest.param(HACKED, CLUB, True, id="medicine-in-the-path"),
        pytest.param("http://cheap-viagra.com/", CLUB, True, id="medicine-in-the-host"),
        pytest.param("http://bestpharmacy24.com/", CLUB, True, id="trade-in-the-host"),
        pytest.param("http://club.com/cheap-pills/", CLUB, True, id="trade-in-the-path"),
        pytest.param(
            "http://club.com/",
            CLUB.replace("Bowls club", "Cialis 20 mg"),
            True,
            id="medicine-in-the-title",
        ),
        pytest.param(
            "http://club.com/",
            f'{CLUB}<div style="display:none">Buy Cialis and Tramadol</div>',
            True,
            id="medicine-in-hidden-text",
        ),
        pytest.param("http://club.com/", CLUB, False, id="near-miss-nothing-about-medicines"),
        pytest.param(HACKED, SHOP, False, id="near-miss-it-offers-already"),
        pytest.param(
            "http://leaflet.org/viagra",
            "<title>Viagra</title><h1>Viagra</h1><p>Viagra may be taken once a day.</p>",
            False,
            id="near-miss-leaflet-says-what-its-address-says",
        ),
        pytest.param("http://club.com/med-oss", CLUB, False, id="near-miss-a-word-of-danish"),
        pytest.param(
            "http://mill-lane-pharmacy.com/",
            "<h1>Mill Lane Pharmacy</h1><p>Bring your prescription; our pharmacist will help. "
            "Order your repeat medicines here.</p>",
            False,
            id="near-miss-pharmacy-that-speaks-of-prescriptions",
        ),
    ],
)
def test_which_pages_are_worth_a_second_view(url: str, html: str, wanted: bool) -> None:
    facts = read_page(html.encode(), "text/html; charset=utf-8", url)
    assert not isinstance(facts, Missing)
    assert worth_a_second_view(facts) is wanted


class ByReferer:
    """A server that looks at where its visitors come from."""

    def __init__(self, plain: Reply, searching: Reply | Callable[[], Reply]) -> None:
        self.plain = Pages({}, otherwise=plain)
        self.searching = searching
        self.requests: list[str] = []

    def __call__(self, connection) -> None:  # type: ignore[no-untyped-def]
        request = read_request(connection).decode("latin-1")
        self.requests.append(request)
        reply: Reply | Callable[[], Reply] = Reply(status=404)
        if "/robots.txt" not in request:
            reply = self.searching if SEARCH_PAGE in request else self.plain.otherwise
        connection.sendall((reply() if callable(reply) else reply).raw())


def page(html: str) -> Reply:
    return Reply(body=html.encode())


def look(
    searching: Reply | Callable[[], Reply], url: str = HACKED, plain: str = CLUB
) -> tuple[Evidence, list[str]]:
    """What a gathering sees, and the requests it made."""
    handler = ByReferer(page(plain), searching)
    target = read_target(url)
    with Server(handler) as server:
        world = World()
        world.add("club.com", http=server)
        events = list(gather(target, world.network, LIMITS, read_here, lambda: NOW))
    seen = observed(events)
    return Evidence(
        target=target, country="GB", checked_at=NOW, observations=seen
    ), handler.requests


def search_view(evidence: Evidence) -> Observation:
    return next(o for o in evidence.observations if o.source == SEARCHED_PAGE)


def test_a_shop_for_those_who_search_is_found_and_counted() -> None:
    evidence, requests = look(page(SHOP))
    assert search_view(evidence).view is View.SEARCH
    assert [visit.role for visit in evidence.visits] == ["typed", "searched"]
    report = judge(evidence)
    assert report.verdict.level is Level.HIGH_RISK
    assert "offer_shown_to_visitors_only" in {r.signal for r in report.reasons_against}
    assert all(f"user-agent: {AGENT}".lower() in r.lower() for r in requests), "our own name"
    plain = [r for r in requests if "referer" not in r.lower()]
    assert len(plain) < len(requests)


def test_every_view_is_named() -> None:
    report = judge(look(page(SHOP))[0])
    views = {s.source: s.view for s in report.coverage.sources}
    assert (views["page"], views[SEARCHED_PAGE]) == (View.FETCHED, View.SEARCH)
    assert any("as if coming from a search page" in text.text() for text in report.limits)
    sources = to_json(report)["coverage"]["sources"]  # type: ignore[index,call-overload]
    (told,) = [s for s in sources if s["source"] == SEARCHED_PAGE]  # type: ignore[index,call-overload,union-attr]
    assert told["view"] == "as_from_search"  # type: ignore[index,call-overload]


def test_a_page_that_is_the_same_for_everybody_counts_once() -> None:
    evidence, _ = look(page(CLUB))
    assert isinstance(evidence.value(SEARCHED_PAGE), PageVisit)
    assert [visit.role for visit in evidence.visits] == ["typed"]
    report = judge(evidence)
    assert "offer_shown_to_visitors_only" not in {r.signal for r in report.reasons_against}
    assert SEARCHED_PAGE in {s.source for s in report.coverage.sources}


@pytest.mark.parametrize(
    ("url", "plain"), [("http://club.com/", CLUB), (HACKED, SHOP)], ids=["fits", "offers"]
)
def test_where_nothing_disagrees_nobody_looks_twice(url: str, plain: str) -> None:
    evidence, requests = look(page(SHOP), url, plain)
    assert evidence.value(SEARCHED_PAGE) == Missing(
        source=SEARCHED_PAGE, reason=MissingReason.NOT_ASKED
    )
    assert not any("referer" in request.lower() for request in requests)


def late() -> Reply:
    time.sleep(LIMITS.gather + 0.5)
    return page(SHOP)


@pytest.mark.parametrize(
    ("searching", "reason"),
    [
        pytest.param(Reply(status=403), MissingReason.BLOCKED, id="refused"),
        pytest.param(redirect("http://127.0.0.1/admin"), MissingReason.REDIRECT, id="led-inside"),
        pytest.param(redirect("http://10.0.0.7/"), MissingReason.REDIRECT, id="led-into-a-network"),
        pytest.param(late, MissingReason.TIMEOUT, id="never-answers"),
    ],
)
def test_the_second_visit_has_the_same_guard_and_budget(
    searching: Reply | Callable[[], Reply], reason: MissingReason
) -> None:
    begun = time.monotonic()
    evidence, _ = look(searching)
    missing = evidence.value(SEARCHED_PAGE)
    assert isinstance(missing, Missing)
    assert missing.reason is reason
    assert isinstance(evidence.page, PageVisit), "the plain view stands"
    assert time.monotonic() - begun < LIMITS.gather + 3
    finding = next(
        f for f in judge(evidence).findings if f.signal == "offer_shown_to_visitors_only"
    )
    assert finding.outcome == "unknown"
