"""A whole check: real pages from real servers on loopback, through every part to the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import checker
from checker import Level, Report, judge, judge_page, to_json
from checker.archive import load, save
from checker.check import check, check_steps, evidence_of, gathering
from checker.errors import InputRefused
from checker.evidence import ADDRESS_SOURCES, Event, Found, Started, WasMissing
from checker.net import Limits
from checker.page.worker import PageReader
from checker.target import read_target
from tests.loopback import Reply, World, redirect, site
from tests.reports import NEWS, ROGUE, faults

SHOP = "www.pills-shop.com"
CONTACT = b"<html lang=en><h1>Contact us</h1><p>Write to info@pills-shop.com</p></html>"
PAGES = {
    "/": Reply(body=ROGUE.encode() + b'<footer><a href="/contact">Contact us</a></footer>'),
    "/contact": Reply(body=CONTACT),
    "/robots.txt": Reply(status=404),
}
NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(workers=1) as one:
        yield one


def test_from_an_address_to_a_report(reader: PageReader) -> None:
    events: list[Event] = []
    with site(PAGES, SHOP) as world:
        report = check(
            f"http://{SHOP}/",
            network=world.network,
            reader=reader,
            on_event=events.append,
            clock=lambda: NOON,
        )
    assert report.target.host == SHOP
    assert report.checked_at == NOON
    assert {"page", "page:contact"} <= {
        e.observation.source for e in events if isinstance(e, Found)
    }
    assert [hop.status for hop in report.timeline] == [200]
    assert {r.signal for r in report.reasons_against} >= {"prescription_medicine_in_basket"}
    assert faults(to_json(report)) == []


def test_the_stream_ends_with_the_report(reader: PageReader) -> None:
    with site(PAGES, SHOP) as world:
        steps = list(check_steps(f"http://{SHOP}/", network=world.network, reader=reader))
    assert isinstance(steps[0], Started)
    assert isinstance(steps[-1], Report)
    assert not any(isinstance(step, Report) for step in steps[:-1])


def test_the_way_is_told(reader: PageReader) -> None:
    with site(
        {"farm-stay.org/": redirect(f"http://{SHOP}/"), **PAGES}, SHOP, "farm-stay.org"
    ) as world:
        report = check("http://farm-stay.org/", network=world.network, reader=reader)
    assert [(hop.host, hop.status) for hop in report.timeline] == [
        ("farm-stay.org", 302),
        (SHOP, 200),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.facebook.com/groups/pills",
        "https://t.me/pills",
        "http://pills2345pills2345.onion/",
    ],
)
def test_places_without_a_site_are_answered_without_a_visit(typed: str) -> None:
    world = World()
    report = check(typed, network=world.network)
    assert world.lookups == []
    assert world.dials == []
    assert report.verdict.level in (Level.INCONCLUSIVE, Level.CAUTION, Level.HIGH_RISK)
    assert report.next_steps


@pytest.mark.parametrize(
    "typed", ["https://shop.example/", "https://shop.test/", "http://shop.local/"]
)
def test_reserved_names_are_never_asked(typed: str, reader: PageReader) -> None:
    world = World()
    report = check(typed, network=world.network, reader=reader)
    assert world.lookups == []
    assert report.verdict.level is Level.INCONCLUSIVE


@pytest.mark.parametrize(
    "typed", ["", "ftp://shop.com/", "http://u:p@shop.com/", "http://10.0.0.1/"]
)
def test_what_cannot_be_checked_is_refused(typed: str) -> None:
    world = World()
    with pytest.raises(InputRefused):
        check(typed, network=world.network)
    with pytest.raises(InputRefused):
        check("shop.com", country="XX", network=world.network)
    assert world.lookups == []


def test_taking_pages_away_never_reassures(reader: PageReader) -> None:
    """Every set of missing pages: none moves a report into a reassuring level from outside."""
    reassuring = {Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY}
    with site(PAGES, SHOP) as world:
        target = read_target(f"http://{SHOP}/")
        events = list(gathering(target, network=world.network, reader=reader))
    whole = evidence_of(target, "GB", NOON, events)
    before = judge(whole).verdict.level
    pages = [o for o in whole.observations if o.source not in ADDRESS_SOURCES]
    for left in range(2 ** len(pages)):
        kept = tuple(o for n, o in enumerate(pages) if left >> n & 1)
        after = judge(replace(whole, observations=kept)).verdict.level
        assert after == before or after not in reassuring


def test_saved_and_judged_again(reader: PageReader, tmp_path: object) -> None:
    with site(PAGES, SHOP) as world:
        target = read_target(f"http://{SHOP}/")
        events = list(gathering(target, network=world.network, reader=reader))
    evidence = evidence_of(target, "GB", NOON, events)
    save(evidence, f"{tmp_path}/kept")
    again = judge(load(f"{tmp_path}/kept", reader.read))
    assert to_json(again, full_address=True) == to_json(judge(evidence), full_address=True)


def test_a_site_that_dribbles_is_left_at_the_deadline(reader: PageReader) -> None:
    with site({"/": Reply(status=500)}, SHOP) as world:
        report = check(
            f"http://{SHOP}/", network=world.network, reader=reader, limits=Limits(gather=2.0)
        )
    assert report.verdict.level is Level.INCONCLUSIVE


def test_events_name_what_is_missing(reader: PageReader) -> None:
    events: list[Event] = []
    check(f"http://{SHOP}/", network=World().network, reader=reader, on_event=events.append)
    gone = {e.observation.source for e in events if isinstance(e, WasMissing)}
    assert gone == {"page", "claims", *ADDRESS_SOURCES}


def test_a_saved_page_asks_nobody() -> None:
    report = judge_page(NEWS.encode(), "https://town.example/")
    assert report.verdict.level is Level.NOT_A_PHARMACY
    assert report.timeline == ()
    assert json.dumps(to_json(report))


def test_the_public_names() -> None:
    assert callable(checker.check)
    assert set(checker.__all__) <= set(dir(checker))
