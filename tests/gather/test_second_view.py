"""The second look at a page whose address and contents do not fit together, against a real server."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from checker.evidence import (
    CRAWLED_PAGE,
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
from checker.gather.second_view import SEARCH_PAGE, second_views, worth_a_second_view
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
            "http://club.com/cheap-pills/",
            f"{CLUB}<p>Opening times: Monday to Friday, 9 to 5.</p>",
            True,
            id="trade-in-the-path-of-who-has-opening-times",
        ),
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
    assert worth_a_second_view(facts, url) is wanted


def test_a_page_led_back_to_the_front_is_worth_one() -> None:
    facts = read_page(CLUB.encode(), "text/html; charset=utf-8", "http://club.com/")
    assert worth_a_second_view(facts, HACKED)
    assert not worth_a_second_view(facts, "http://club.com/old")


@pytest.mark.parametrize(
    ("reason", "url", "wanted"),
    [
        pytest.param(MissingReason.HTTP_STATUS, HACKED, True, id="not-found-for-us"),
        pytest.param(MissingReason.EMPTY, "http://bestpharmacy24.com/", True, id="empty-for-us"),
        pytest.param(
            MissingReason.HTTP_STATUS, "http://club.com/news", False, id="near-miss-any-dead-page"
        ),
        pytest.param(MissingReason.BLOCKED, HACKED, False, id="near-miss-we-were-refused"),
        pytest.param(MissingReason.TIMEOUT, HACKED, False, id="near-miss-no-answer"),
    ],
)
def test_which_failures_are_worth_a_second_view(
    reason: MissingReason, url: str, wanted: bool
) -> None:
    missing = Missing(source="page", reason=reason)
    assert worth_a_second_view(missing, url) is wanted
    assert bool(second_views(missing, url, crawler=False)) is wanted


class ByReferer:
    """A server that looks at where its visitors come from, and what they call themselves."""

    def __init__(self, plain: Reply, searching: Reply | Callable[[], Reply]) -> None:
        self.plain = Pages({}, otherwise=plain)
        self.searching = searching
        self.requests: list[str] = []

    def __call__(self, connection) -> None:  # type: ignore[no-untyped-def]
        request = read_request(connection).decode("latin-1")
        self.requests.append(request)
        reply: Reply | Callable[[], Reply] = Reply(status=404)
        if "/robots.txt" not in request:
            special = SEARCH_PAGE in request or "Googlebot" in request
            reply = self.searching if special else self.plain.otherwise
        connection.sendall((reply() if callable(reply) else reply).raw())


def page(html: str) -> Reply:
    return Reply(body=html.encode())


def look(
    searching: Reply | Callable[[], Reply],
    url: str = HACKED,
    plain: str | Reply = CLUB,
    *,
    crawler_view: bool = False,
) -> tuple[Evidence, list[str]]:
    """What a gathering sees, and the requests it made."""
    handler = ByReferer(page(plain) if isinstance(plain, str) else plain, searching)
    target = read_target(url)
    with Server(handler) as server:
        world = World()
        world.add("club.com", http=server)
        events = list(
            gather(
                target,
                world.network,
                LIMITS,
                read_here,
                lambda: NOW,
                crawler_view=crawler_view,
            )
        )
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


def test_a_shop_where_plain_visitors_find_nothing() -> None:
    evidence, _ = look(page(SHOP), plain=Reply(status=404))
    assert [visit.role for visit in evidence.visits] == ["searched"]
    report = judge(evidence)
    assert report.verdict.level is Level.HIGH_RISK
    assert "offer_shown_to_visitors_only" in {r.signal for r in report.reasons_against}
    assert [(one.view, one.offered, one.missing) for one in report.shown] == [
        (View.FETCHED, (), MissingReason.HTTP_STATUS),
        (View.SEARCH, ("Viagra",), None),
    ]


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(
    "html",
    [
        SHOP,
        "<title>404</title><p>Not found<script>location = 'http://rx-now.net/buy-viagra'</script>",
    ],
    ids=["offers", "sends-on"],
)
def test_a_page_that_sells_is_read_whatever_its_status_says(status: int, html: str) -> None:
    answer = Reply(status=status, body=html.encode())
    evidence, _ = look(answer, plain=answer)
    assert isinstance(evidence.page, PageVisit)
    assert evidence.page.response.status == status
    report = judge(evidence)
    assert report.verdict.level in (Level.CAUTION, Level.HIGH_RISK, Level.INCONCLUSIVE)
    assert (report.verdict.level is Level.HIGH_RISK) is (html == SHOP)
    assert report.way.steps[0].status == status


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Reply(status=404, body=CLUB.encode()), id="a-page-about-something-else"),
        pytest.param(
            Reply(status=404, body=b"<p>Not found.<script>location = '/'</script>"), id="sent-home"
        ),
        pytest.param(
            Reply(
                status=404,
                body=b"<p>Gone.<meta http-equiv=refresh content='3;url=http://www.club.com/our-pharmacy'>",
            ),
            id="sent-to-its-own-site",
        ),
        pytest.param(Reply(status=404, body=b""), id="empty"),
        pytest.param(Reply(status=500, body=SHOP.encode()), id="a-failure"),
        pytest.param(
            Reply(status=404, body=SHOP.encode(), content_type="application/pdf"), id="no-page"
        ),
    ],
)
def test_near_miss_a_page_that_is_not_there(answer: Reply) -> None:
    evidence, _ = look(answer, plain=answer)
    assert isinstance(evidence.page, Missing)
    assert evidence.page.reason is MissingReason.HTTP_STATUS
    assert judge(evidence).verdict.level is Level.INCONCLUSIVE


def test_near_miss_a_page_that_nobody_finds() -> None:
    evidence, _ = look(Reply(status=404), plain=Reply(status=404))
    assert isinstance(evidence.page, Missing)
    assert judge(evidence).verdict.level is Level.INCONCLUSIVE


def test_the_crawler_is_named_only_where_that_is_switched_on() -> None:
    quiet, requests = look(page(SHOP), "http://club.com/")
    assert not any("googlebot" in request.lower() for request in requests)
    assert quiet.value(CRAWLED_PAGE) == Missing(source=CRAWLED_PAGE, reason=MissingReason.NOT_ASKED)
    evidence, requests = look(page(SHOP), "http://club.com/", crawler_view=True)
    named = [r for r in requests if "googlebot" in r.lower()]
    assert len(named) == 1
    assert AGENT.lower() in named[0].lower(), "our own name first"
    assert "referer" not in named[0].lower()
    report = judge(evidence)
    assert report.verdict.level is Level.HIGH_RISK
    (finding,) = (f for f in report.findings if f.signal == "offer_shown_to_visitors_only")
    assert "crawler" in finding.summary.text()
    assert any("crawler" in limit.text() for limit in report.limits)
    told = to_json(report)["views"]
    assert [one["view"] for one in told] == ["as_fetched", "as_crawler"]  # type: ignore[union-attr,index,call-overload]


def test_near_miss_a_shop_in_plain_sight_is_not_looked_at_as_a_crawler() -> None:
    _, requests = look(page(SHOP), plain=SHOP, crawler_view=True)
    assert not any("googlebot" in request.lower() for request in requests)


def test_an_offer_in_two_further_views_counts_once() -> None:
    evidence, _ = look(page(SHOP), crawler_view=True)
    assert [visit.role for visit in evidence.visits] == ["typed", "searched"]
    assert len(judge(evidence).shown) == 3
