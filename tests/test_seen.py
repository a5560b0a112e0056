"""The page as a client saw it beside the page as we fetched it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checker.evidence import FETCHED_PAGE, Evidence, Missing, MissingReason, Observation, View
from checker.judgement import judge, page_evidence
from checker.page.worker import read_here
from checker.report import to_json
from checker.seen import with_page_seen
from checker.target import read_target
from checker.verdict import Level

AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ADDRESS = "https://pasture.example/"
FARM = (
    b"<title>Farm</title><h1>Fresh milk</h1><p>Our cows graze by the river all summer long.</p>" * 9
)
SHOP = b"""<title>Pills</title><h1>Buy without prescription</h1>
<div class="product"><h2>Tramadol 50 mg</h2><p>30 tablets $49.00</p><form action="/cart" method="post">
<button class="add-to-cart">Add to cart</button></form></div>
<div class="product"><h2>Viagra 100 mg</h2><p>30 tablets $59.00</p><form action="/cart" method="post">
<button class="add-to-cart">Add to cart</button></form></div>
<p>No prescription needed. We ship worldwide.</p>"""


def fetched(html: bytes) -> Evidence:
    """Evidence in which we visited the page ourselves."""
    evidence = page_evidence(html, read_target(ADDRESS), "GB", read=read_here, clock=lambda: AT)
    seen = tuple(
        Observation(source=o.source, view=View.FETCHED, at=o.at, value=o.value)
        for o in evidence.observations
    )
    return Evidence(target=evidence.target, country="GB", checked_at=AT, observations=seen)


def blocked() -> Evidence:
    missing = Missing(source="page", reason=MissingReason.BLOCKED)
    observation = Observation(source="page", view=View.FETCHED, at=AT, value=missing)
    target = read_target(ADDRESS)
    return Evidence(target=target, country="GB", checked_at=AT, observations=(observation,))


def test_a_shop_that_hides_from_us_is_judged_by_what_its_visitor_saw() -> None:
    alone = judge(fetched(FARM)).verdict.level
    report = judge(with_page_seen(fetched(FARM), SHOP, read_here, AT))
    assert alone is Level.NOT_A_PHARMACY
    assert report.verdict.level is Level.HIGH_RISK
    assert "offer_shown_to_visitors_only" in {r.signal for r in report.reasons_against}
    assert any("sent by the browser" in limit.text() for limit in report.limits)


@pytest.mark.parametrize("page", [SHOP, FARM])
def test_what_we_saw_ourselves_is_not_lost(page: bytes) -> None:
    """A client cannot make a shop harmless by sending a harmless page."""
    report = judge(with_page_seen(fetched(SHOP), page, read_here, AT))
    assert report.verdict.level is Level.HIGH_RISK


def test_a_page_that_we_were_refused_is_judged_all_the_same() -> None:
    assert judge(blocked()).verdict.level is Level.INCONCLUSIVE
    report = judge(with_page_seen(blocked(), SHOP, read_here, AT))
    assert report.verdict.level is Level.HIGH_RISK
    states = {s.source: s.reason for s in report.coverage.sources}
    assert states[FETCHED_PAGE] is MissingReason.BLOCKED


def test_both_views_are_named_in_the_coverage() -> None:
    plain = to_json(judge(with_page_seen(fetched(FARM), SHOP, read_here, AT)))
    views = {s["source"]: s["view"] for s in plain["coverage"]["sources"]}  # type: ignore[index,call-overload,union-attr]
    assert (views["page"], views[FETCHED_PAGE]) == ("as_client_saw", "as_fetched")


def test_a_page_that_cannot_be_read_changes_nothing() -> None:
    unreadable = Missing(source="page", reason=MissingReason.UNREADABLE)
    report = judge(with_page_seen(fetched(SHOP), b"", lambda _: unreadable, AT))
    assert report.verdict.level is judge(fetched(SHOP)).verdict.level
    assert "page:client" in {s.source for s in report.coverage.sources}
