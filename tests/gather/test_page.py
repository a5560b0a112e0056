"""Gathering against real servers, with a reader that only knows links."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import pytest

from checker.evidence import (
    Event,
    Evidence,
    Missing,
    MissingReason,
    PageVisit,
    Response,
    Started,
    View,
    observed,
)
from checker.gather.page import gather
from checker.gather.roles import ROLES
from checker.net import Limits
from checker.page.facts import OutLink, PageFacts
from checker.target import Target
from tests.loopback import Pages, Reply, Server, World, redirect, site

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LIMITS = Limits(total=2, gather=3, politeness=0, retry_after=0.01)
TARGET = Target(
    typed="shop.com",
    url="http://shop.com/",
    host="shop.com",
    domain="shop.com",
    suffix="com",
    display="shop.com",
)
LINKED = b"""<html>
<a href="/contact">Contact</a> <a href="/about">About us</a> <a href="/terms">Terms</a>
<a href="/shipping">Delivery</a> <a href="/rx">Prescriptions</a> <a href="/product/1">Pill</a>
"""
FURTHER = {
    "/contact": Reply(body=b"contact page"),
    "/about": Reply(body=b"about page"),
    "/terms": Reply(body=b"terms page"),
    "/shipping": Reply(body=b"delivery page"),
    "/rx": Reply(body=b"prescription page"),
    "/product/1": Reply(body=b"product page"),
}
_LINK = re.compile(r'<a href="([^"]*)">([^<]*)')


def read(response: Response) -> PageFacts | Missing:
    """The links and the text: as much of a reader as gathering needs."""
    text = response.body.decode()
    if "unreadable" in text:
        return Missing(source="page", reason=MissingReason.UNREADABLE, detail="says so itself")
    links = tuple(
        OutLink(url=urljoin(response.url, href), text=words, place="footer", visible=True)
        for href, words in _LINK.findall(text)
    )
    values: dict[str, Any] = {field.name: () for field in fields(PageFacts)}
    values |= {"url": response.url, "text": text, "links": links, "images": 0}
    for name in ("title", "description", "declared_language", "language", "hidden_text", "shell"):
        values[name] = ""
    return PageFacts(**values)


def run(
    world: World,
    limits: Limits = LIMITS,
    reader: Callable[[Response], PageFacts | Missing] = read,
    target: Target = TARGET,
) -> tuple[list[Event], Evidence]:
    events = list(gather(target, world.network, limits, reader, lambda: NOW))
    evidence = Evidence(target=target, country="GB", checked_at=NOW, observations=observed(events))
    return events, evidence


def outcome(evidence: Evidence, role: str) -> MissingReason | str:
    value = evidence.value(f"page:{role}")
    if isinstance(value, Missing):
        return value.reason
    assert isinstance(value, PageVisit)
    return value.facts.text


def test_typed_page_and_its_telling_pages() -> None:
    with site({"/": Reply(body=LINKED), **FURTHER}, "shop.com") as world:
        _, evidence = run(world)
    assert isinstance(evidence.page, PageVisit)
    assert evidence.page.role == "typed"
    for role in ("contact", "about", "terms", "delivery", "prescription", "product"):
        assert outcome(evidence, role) == f"{role} page"
    assert outcome(evidence, "imprint") == MissingReason.NOT_FOUND
    assert evidence.visits[0].role == "typed"
    assert all(o.view == View.FETCHED and o.at == NOW for o in evidence.observations)


def test_events_come_in_order() -> None:
    with site({"/": Reply(body=LINKED), **FURTHER}, "shop.com") as world:
        events, _ = run(world)
    begun: list[str] = []
    ended: list[str] = []
    for event in events:
        if isinstance(event, Started):
            begun.append(event.source)
        else:
            source = event.observation.source
            assert source in begun or event.observation.value.reason == MissingReason.NOT_FOUND  # type: ignore[union-attr]
            ended.append(source)
    assert begun[0] == ended[0] == "page"
    assert set(ended) == {"page", *(f"page:{role}" for role in ROLES)}
    assert len(set(ended)) == len(ended)


def test_one_page_more_than_are_read() -> None:
    page = LINKED + b'<a href="/impressum">Impressum</a>'
    with site({"/": Reply(body=page), **FURTHER}, "shop.com") as world:
        _, evidence = run(world)
    assert outcome(evidence, "about") == MissingReason.NOT_ASKED
    assert len(evidence.visits) == 6, "the imprint is not there, five others are"


def test_page_that_is_missing_ends_the_gathering() -> None:
    with site({"/": redirect("/gone")}, "shop.com") as world:
        events, evidence = run(world)
    assert len(events) == 2
    page = evidence.page
    assert isinstance(page, Missing)
    assert page.reason == MissingReason.HTTP_STATUS
    assert isinstance(evidence.hops, tuple)
    assert [hop.status for hop in evidence.hops] == [302, 404]


def test_page_that_cannot_be_read_keeps_its_hops() -> None:
    pages = {"/": redirect("/a"), "/a": Reply(body=b"unreadable")}
    with site(pages, "shop.com") as world:
        _, evidence = run(world)
    page = evidence.page
    assert isinstance(page, Missing)
    assert (page.source, page.reason) == ("page", MissingReason.UNREADABLE)
    assert [hop.status for hop in page.hops] == [302, 200]


def test_reader_that_fails_takes_one_page_only(caplog: pytest.LogCaptureFixture) -> None:
    def fails_on_terms(response: Response) -> PageFacts | Missing:
        if "terms" in response.url:
            raise RuntimeError("a defect")
        return read(response)

    with site({"/": Reply(body=LINKED), **FURTHER}, "shop.com") as world:
        _, evidence = run(world, reader=fails_on_terms)
    assert outcome(evidence, "terms") == MissingReason.UNREADABLE
    assert outcome(evidence, "contact") == "contact page"
    assert "reading a page failed" in caplog.text


@pytest.mark.parametrize(
    ("robots", "contact", "terms"),
    [
        (Reply(body=b"User-agent: *\nDisallow: /"), MissingReason.ROBOTS, MissingReason.ROBOTS),
        (Reply(body=b"User-agent: *\nDisallow: /terms"), "contact page", MissingReason.ROBOTS),
        (Reply(body=b"User-agent: RxLens\nDisallow: /con"), MissingReason.ROBOTS, "terms page"),
        (Reply(status=404), "contact page", "terms page"),
        (Reply(status=500), MissingReason.ROBOTS, MissingReason.ROBOTS),
        (Reply(body=b"Sitemap: http://127.0.0.1/\n" * 30_000), "contact page", "terms page"),
    ],
    ids=["all", "some", "us", "none", "robots_500", "robots_large"],
)
def test_robots_rule_the_further_pages(
    robots: Reply, contact: MissingReason | str, terms: MissingReason | str
) -> None:
    replies = {"/": Reply(body=LINKED), **FURTHER, "/robots.txt": robots}
    with Server(pages := Pages(replies)) as server:
        world = World()
        world.add("shop.com", http=server)
        _, evidence = run(world)
    assert isinstance(evidence.page, PageVisit), "one page that a person asked for"
    assert (outcome(evidence, "contact"), outcome(evidence, "terms")) == (contact, terms)
    assert pages.paths.count("/robots.txt") == 1 + (robots.status == 503)
    assert pages.paths[0] == "/"


def test_robots_of_each_host_count() -> None:
    replies = {
        "shop.com/": Reply(body=b'<a href="http://help.shop.com/contact">Contact</a>'),
        "help.shop.com/robots.txt": Reply(body=b"User-agent: *\nDisallow: /"),
        "help.shop.com/contact": Reply(body=b"contact page"),
    }
    with site(replies, "shop.com", "help.shop.com") as world:
        _, evidence = run(world)
    assert outcome(evidence, "contact") == MissingReason.ROBOTS


def test_site_is_where_the_way_ended() -> None:
    replies: Mapping[str, Reply] = {
        "shop.com/": redirect("http://new.net/"),
        "new.net/": Reply(
            body=b'<a href="/contact">Contact</a><a href="http://shop.com/terms">Terms</a>'
        ),
        "new.net/contact": Reply(body=b"contact page"),
    }
    with site(replies, "shop.com", "new.net") as world:
        _, evidence = run(world)
    assert outcome(evidence, "contact") == "contact page"
    assert outcome(evidence, "terms") == MissingReason.NOT_FOUND


def test_ssrf_lures_on_the_page_are_not_fetched() -> None:
    lures = b"""<html><head>
    <link rel="icon" href="http://169.254.169.254/icon"><link rel="canonical" href="/canonical">
    <meta property="og:image" content="/og.png"><meta http-equiv="refresh" content="0;url=/r">
    <link rel="manifest" href="/m.json"><base href="http://shop.com/"></head>
    <img src="/i.png"><iframe src="/frame"></iframe><script src="/s.js"></script>
    <a href="http://127.0.0.1/contact">Contact</a> <a href="http://10.0.0.1/terms">Terms</a>
    <a href="http://shop.com:6379/about">About us</a> <a href="file:///etc/passwd">Imprint</a>
    """
    headers = [("Refresh", "0;url=/refresh"), ("Link", "</pre>; rel=preload"), ("Alt-Svc", "h2=1")]
    with Server(pages := Pages({"/": Reply(body=lures, headers=headers)})) as server:
        world = World()
        world.add("shop.com", http=server)
        _, evidence = run(world)
    assert pages.paths == ["/"]
    assert world.lookups == ["shop.com"]
    assert {outcome(evidence, role) for role in ROLES} == {MissingReason.NOT_FOUND}


class Crowd:
    """Counts how many requests are open at a time."""

    def __init__(self, pause: float) -> None:
        self.most = 0
        self.starts: list[float] = []
        self._open = 0
        self._pause = pause
        self._lock = threading.Lock()

    def __call__(self) -> Reply:
        with self._lock:
            self._open += 1
            self.most = max(self.most, self._open)
            self.starts.append(time.monotonic())
        time.sleep(self._pause)
        with self._lock:
            self._open -= 1
        return Reply(body=b"a page")


def test_few_at_a_time_and_not_at_once() -> None:
    crowd = Crowd(0.1)
    replies: dict[str, Reply | Callable[[], Reply]] = {"/": Reply(body=LINKED)}
    replies |= dict.fromkeys(FURTHER, crowd)
    with site(replies, "shop.com") as world:
        _, evidence = run(world, Limits(gather=5, politeness=0.08))
    assert len(evidence.visits) == 7
    assert crowd.most == 2
    gaps = [b - a for a, b in zip(crowd.starts, crowd.starts[1:], strict=False)]
    assert min(gaps) >= 0.05


@pytest.fixture
def slow_terms() -> Iterator[World]:
    def late() -> Reply:
        time.sleep(1.5)
        return Reply()

    with site({"/": Reply(body=LINKED), **FURTHER, "/terms": late}, "shop.com") as world:
        yield world


def test_late_pages_are_missing(slow_terms: World) -> None:
    begun = time.monotonic()
    _, evidence = run(slow_terms, Limits(gather=0.6, politeness=0))
    assert time.monotonic() - begun < 1
    assert outcome(evidence, "terms") == MissingReason.TIMEOUT
    assert outcome(evidence, "contact") == "contact page"


@pytest.mark.parametrize("slow", ["resolver", "reader"])
def test_nothing_outlasts_the_budget(slow: str) -> None:
    """Not even a part that has no deadline of its own."""

    def slow_read(response: Response) -> PageFacts | Missing:
        time.sleep(1.5)
        return read(response)

    with site({"/": Reply(body=LINKED)}, "shop.com") as world:
        if slow == "resolver":
            world.answer_slowly("shop.com", 1.5)
        begun = time.monotonic()
        _, evidence = run(world, Limits(gather=0.4), reader=slow_read if slow == "reader" else read)
        assert time.monotonic() - begun < 0.8
        page = evidence.page
        assert isinstance(page, Missing)
        assert page.reason == MissingReason.TIMEOUT
