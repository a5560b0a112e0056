"""The way to an offer: each step as seen, facts about them, and nothing followed that is only read."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checker import archive
from checker.check import check, evidence_of, gathering, judge_page
from checker.demo.manifest import demo_checks
from checker.demo.run import answers_of
from checker.demo.server import DemoWeb
from checker.evidence import View
from checker.gather.everything import Sources
from checker.gather.origin import OriginData
from checker.judgement import judge, now
from checker.net import Limits
from checker.page.worker import read_here
from checker.report import Report, to_json
from checker.target import read_target
from checker.verdict import Level
from checker.way import How, Subject
from checker.way_facts import facts_of
from tests.gather.test_origin import database
from tests.loopback import Pages, Reply, Server, World, read_request, redirect, site

LIMITS = Limits(total=3, gather=4, politeness=0, retry_after=0.01)
FARM = (
    "<title>Applewood Farm</title><h1>Applewood Farm</h1><p>Hens and geese, fresh eggs, and a shop in the old "
    "barn on Saturdays from ten to four. Dogs are welcome on a lead.</p>"
)
SHOP = """<title>Pills</title><h1>Viagra</h1><div class="product"><h2>Viagra 100 mg</h2><p>30 tablets $59.00</p>
<form action="/cart" method="post"><input name="quantity"><button>Add to cart</button></form></div>"""
CHEMIST = (
    "<title>Mill Lane Pharmacy</title><h1>Mill Lane Pharmacy</h1><p>Bring your prescription, and our pharmacist "
    "will have your medicines ready.</p>"
)


def html(body: str) -> Reply:
    return Reply(body=body.encode())


def report_on(replies: Mapping[str, Reply], url: str, **more: Any) -> Report:
    """The report on ``url`` where the hosts that ``replies`` begin with are all there is."""
    names = {key.partition("/")[0] for key in replies}
    with site(replies, *names) as world:
        return check(url, network=world.network, limits=LIMITS, **more)


def facts(report: Report) -> dict[str, str]:
    return {one.fact: one.text.text() for one in facts_of(report.way)}


def order_to(action: str) -> str:
    return SHOP.replace("/cart", action)


@pytest.mark.parametrize(
    ("page", "how", "host", "fact"),
    [
        pytest.param(
            "<iframe src='https://other-site.com/shop'></iframe><p>Welcome to our farm.",
            How.FRAME,
            "other-site.com",
            "framed",
            id="frame",
        ),
        pytest.param(
            "<meta http-equiv=refresh content='0;url=https://pills.com/v?aff=7'><p>Wait.",
            How.REFRESH,
            "pills.com",
            "sent_on",
            id="meta-refresh",
        ),
        pytest.param(
            "<script>window.location.href = 'https://pills.com/v';</script><p>Wait.",
            How.REFRESH,
            "pills.com",
            "sent_on",
            id="script-location",
        ),
        pytest.param(
            order_to("https://billing-desk.com/pay"),
            How.ORDER,
            "billing-desk.com",
            "order_elsewhere",
            id="form-target",
        ),
        pytest.param(
            "<h1>Viagra 100 mg</h1><p>$10</p><a href='https://billing-desk.com/b'>Add to cart</a>",
            How.ORDER,
            "billing-desk.com",
            "order_elsewhere",
            id="basket-link",
        ),
    ],
)
def test_where_a_page_leads(page: str, how: How, host: str, fact: str) -> None:
    report = judge_page(page.encode(), "https://farm.org/")
    assert (how, host) in [(step.how, step.host) for step in report.way.steps]
    assert host in facts(report)[fact]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<iframe src='/map'></iframe>", id="own-frame"),
        pytest.param("<iframe src='https://www.youtube.com/embed/x'></iframe>", id="a-video"),
        pytest.param(
            "<meta http-equiv=refresh content='5;url=https://www.farm.org/en'>", id="own-refresh"
        ),
        pytest.param(
            "<form action='/cart'><button>Add to cart</button></form>", id="own-order-form"
        ),
        pytest.param("<a href='https://friends.com/eggs?ref=7'>Eggs</a>", id="paid-link-to-eggs"),
        pytest.param(
            "<script>function no() { location.href = 'https://www.google.com' }</script>",
            id="a-way-out-of-an-age-gate",
        ),
        pytest.param(
            "<script>location.href = 'https:' + location.href.substring(5)</script>",
            id="own-address-encrypted",
        ),
    ],
)
def test_near_miss_a_way_that_is_none(page: str) -> None:
    report = judge_page(page.encode(), "https://farm.org/")
    assert [step.how for step in report.way.steps] == [How.TYPED]
    assert facts(report) == {}


@pytest.mark.parametrize(
    "page",
    [
        "<meta http-equiv=refresh content='0;url=https://rx-club.net/v?aff=7'><p>Wait.",
        "<script>top.location = 'https://rx-club.net/'</script><p>Wait.",
    ],
)
def test_a_page_that_only_sends_on_is_not_called_harmless(page: str) -> None:
    report = judge_page(page.encode(), "https://farm.org/")
    assert report.verdict.level is Level.INCONCLUSIVE


def test_near_miss_the_same_name_in_another_country_is_a_step_and_no_fact() -> None:
    page = f"{FARM}<script>if (lang == 'de') location = 'https://www.farm.de/'</script>"
    report = judge_page(page.encode(), "https://farm.org/")
    assert report.way.steps[-1].host == "www.farm.de"
    assert facts(report) == {}


def test_a_wrapper_on_the_page_is_opened() -> None:
    page = "<script>location = 'https://www.google.com/url?q=https%3A%2F%2Fpills.com%2Fv'</script>"
    assert "pills.com" in facts(judge_page(page.encode(), "https://farm.org/"))["sent_on"]


def test_near_miss_a_known_payment_service_is_a_step_and_no_fact() -> None:
    report = judge_page(order_to("https://www.paypal.com/cgi").encode(), "https://farm.org/")
    assert report.way.steps[-1].host == "www.paypal.com"
    assert "order_elsewhere" not in facts(report)


TWICE = {
    "farm.com/": html(FARM),
    "farm.com/old": redirect("http://shop.net/in?aff=7"),
    "shop.net/in?aff=7": redirect("http://order-desk.org/till"),
    "order-desk.org/till": html(SHOP),
}


def test_an_unrelated_host_a_shop_and_its_till(tmp_path: Path) -> None:
    countries = database(
        tmp_path / "c.mmdb",
        {"93.184.215.0/24": {"country": {"iso_code": "MD"}}},
    )
    with OriginData(countries) as data:
        report = report_on(TWICE, "http://farm.com/old", sources=Sources(origin=data))
    steps = report.way.steps
    assert [step.host for step in steps] == ["farm.com", "shop.net", "order-desk.org"]
    assert {step.country for step in steps} == {"MD"}
    assert [step.status for step in steps] == [302, 302, 200]
    assert [step.subject for step in steps] == [
        Subject.SOMETHING_ELSE,
        Subject.UNKNOWN,
        Subject.MEDICINES,
    ]
    said = facts(report)
    assert set(said) == {"passed_on", "unrelated_start", "passed_on_to_order", "affiliate"}
    assert "Applewood Farm" in said["unrelated_start"]
    assert (
        "shop.net passed the visitor on once more, to order-desk.org" in said["passed_on_to_order"]
    )
    told = to_json(report)["way"]
    assert "aff=7" not in str(told)
    assert "/till" not in str(told)


def test_the_home_page_of_the_first_host_is_no_page_of_the_shop() -> None:
    with site(TWICE, "farm.com", "shop.net", "order-desk.org") as world:
        target = read_target("http://farm.com/old")
        events = list(gathering(target, network=world.network, limits=LIMITS))
    evidence = evidence_of(target, "GB", now(), events)
    assert "page:start" in {o.source for o in evidence.observations}
    assert "start" not in {visit.role for visit in evidence.visits}


@pytest.mark.parametrize(
    ("replies", "url", "absent"),
    [
        pytest.param(
            {
                "mill-lane.com/": html(CHEMIST),
                "mill-lane.com/old": redirect("http://mill-lane-chemist.net/"),
                "mill-lane-chemist.net/": html(SHOP),
            },
            "http://mill-lane.com/old",
            "unrelated_start",
            id="a-pharmacy-under-a-new-name",
        ),
        pytest.param(
            {
                "farm.com/": html(FARM),
                "farm.com/old": redirect("http://eggs.net/"),
                "eggs.net/": html(FARM),
            },
            "http://farm.com/old",
            "unrelated_start",
            id="a-farm-that-leads-to-a-farm",
        ),
        pytest.param(
            {
                "a.com/": redirect("http://b.net/"),
                "b.net/": redirect("http://c.org/"),
                "c.org/": html(CHEMIST),
            },
            "http://a.com/",
            "passed_on_to_order",
            id="two-redirects-and-no-till",
        ),
        pytest.param(
            {"shop.com/": redirect("http://www.shop.net/"), "www.shop.net/": html(SHOP)},
            "http://shop.com/",
            "passed_on",
            id="to-its-own-name-under-another-ending",
        ),
        pytest.param(
            {"shop.com/?pid=4&ref=menu": html(SHOP)},
            "http://shop.com/?pid=4&ref=menu",
            "affiliate",
            id="numbers-of-its-own-goods",
        ),
        pytest.param(
            {"farm.com/a": redirect("http://shop.com/v?id=7&utm_source=x"), "shop.com": html(SHOP)},
            "http://farm.com/a",
            "affiliate",
            id="numbers-that-pay-nobody",
        ),
        pytest.param(
            {"www.shop.com/": redirect("http://shop.com/en"), "shop.com/en": html(SHOP)},
            "http://www.shop.com/",
            "passed_on",
            id="to-its-own-name",
        ),
    ],
)
def test_near_miss_of_the_facts(replies: Mapping[str, Reply], url: str, absent: str) -> None:
    assert absent not in facts(report_on(replies, url))


def test_a_home_page_that_programs_must_not_read_is_left_alone() -> None:
    replies = {
        **TWICE,
        "farm.com/robots.txt": Reply(body=b"User-agent: *\nDisallow: /", content_type="text/plain"),
    }
    report = report_on(replies, "http://farm.com/old")
    assert report.way.steps[0].subject is Subject.UNKNOWN
    assert "unrelated_start" not in facts(report), "neither page nor address tells"


def test_links_that_say_whom_to_pay() -> None:
    page = FARM + "<a href='https://pills.net/go?affid=4711'>Buy Viagra online</a>"
    report = judge_page(page.encode(), "https://farm.org/")
    assert facts(report) == {
        "affiliate": "Links about medicines to pills.net say whom to pay for the visitor"
    }
    assert "4711" not in str(to_json(report)["way"])


@pytest.mark.parametrize(
    "address", ["/v?a_aid=9", "/v?REF=9", "/ref/12345/v", "/v?x=1&affid=4", "/aff-77"]
)
def test_addresses_that_say_whom_to_pay(address: str) -> None:
    replies = {"farm.com/a": redirect(f"http://shop.com{address}"), "shop.com": html(SHOP)}
    assert "shop.com" in facts(report_on(replies, "http://farm.com/a"))["affiliate"]


# Visitors of one kind alone


class BySearch:
    """A server that answers who comes from a search page otherwise."""

    def __init__(self, searching: Mapping[str, Reply]) -> None:
        self.searching = Pages(searching)

    def __call__(self, connection: socket.socket) -> None:
        request = read_request(connection)
        from_search = b"google.com" in request
        reply = self.searching._reply(request) if from_search else html(FARM)
        connection.sendall(reply.raw())


@pytest.mark.parametrize(
    ("searching", "how"),
    [
        pytest.param(redirect("http://pills.net/v?aff=7"), How.REDIRECT, id="redirect"),
        pytest.param(
            html("<script>location = 'http://pills.net/v?aff=7'</script>"), How.REFRESH, id="script"
        ),
        pytest.param(html("<iframe src='http://pills.net/v?aff=7'>"), How.FRAME, id="frame"),
    ],
)
def test_where_visitors_from_a_search_page_alone_are_led(searching: Reply, how: How) -> None:
    world = World()
    pages = {"farm.com/buy-viagra": searching, "pills.net": html(SHOP)}
    with Server(BySearch(pages)) as server:
        world.add("farm.com", http=server)
        world.add("pills.net", http=server)
        report = check("http://farm.com/buy-viagra", network=world.network, limits=LIMITS)
    last = report.way.steps[-1]
    assert (last.how, last.host, last.view) == (how, "pills.net", View.SEARCH)
    said = facts(report)
    assert said["some_passed_on"].startswith(
        "Visitors who come from a search page are led to pills"
    )
    assert "passed_on" not in said
    assert "affiliate" in said


def test_near_miss_all_visitors_are_led_alike() -> None:
    replies = {"farm.com/buy-viagra": redirect("http://eggs.net/"), "eggs.net/": html(FARM)}
    assert set(facts(report_on(replies, "http://farm.com/buy-viagra"))) == {"passed_on"}


# Short links and wrappers

WRAPPED = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbit.ly%2F3abcd&data=1"
LONG = {
    "bit.ly/3abcd": redirect("http://is.gd/xyz"),
    "is.gd/xyz": redirect("https://l.facebook.com/l.php?u=http%3A%2F%2Fshop.net%2Fv"),
    "shop.net/v": html(SHOP),
}


@pytest.mark.parametrize(
    ("typed", "hosts", "asked"),
    [
        pytest.param(
            "http://bit.ly/3abcd",
            ("bit.ly", "is.gd", "l.facebook.com"),
            ("bit.ly", "is.gd"),
            id="a-chain",
        ),
        pytest.param(
            "http://is.gd/xyz", ("is.gd", "l.facebook.com"), ("is.gd",), id="around-a-wrapper"
        ),
    ],
)
def test_short_links_are_opened(typed: str, hosts: tuple[str, ...], asked: tuple[str, ...]) -> None:
    report = report_on(LONG, typed)
    assert report.target.host == "shop.net"
    assert (report.target.unwrapped_from, report.target.asked) == (hosts, asked)
    hows = [(step.how, step.host) for step in report.way.steps]
    assert (How.SHORT_LINK, asked[0]) in hows
    assert (How.WRAPPER, "l.facebook.com") in hows
    assert hows[-1] == (How.TYPED, "shop.net")
    assert any(asked[0] in limit.text() for limit in report.limits)


def test_a_wrapped_short_link_is_opened() -> None:
    with Server(Pages(LONG)) as plain:
        world = World()
        for name in ("bit.ly", "is.gd", "shop.net"):
            world.add(name, http=plain)
        report = check(
            WRAPPED.replace("https%3A%2F%2Fbit", "http%3A%2F%2Fbit"),
            network=world.network,
            limits=LIMITS,
        )
    assert report.target.host == "shop.net"
    assert report.target.unwrapped_from[0] == "eur01.safelinks.protection.outlook.com"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(status=404), id="unknown-to-its-service"),
        pytest.param(html("<p>Warning: this link was reported.</p>"), id="a-warning-instead"),
        pytest.param(redirect("http://10.0.0.7/admin"), id="into-a-network"),
        pytest.param(redirect("http://bit.ly/3abcd"), id="to-itself"),
        pytest.param(redirect("javascript:alert(1)"), id="no-web-address"),
    ],
)
def test_a_short_link_that_stays_closed(reply: Reply) -> None:
    report = report_on({"bit.ly/3abcd": reply}, "http://bit.ly/3abcd")
    assert report.target.platform is not None
    assert report.target.host == "bit.ly"
    assert any("did not say where it leads" in limit.text() for limit in report.limits)


def test_a_short_link_behind_a_page_is_read_and_not_run() -> None:
    page = "<meta http-equiv=refresh content='0;url=http://shop.net/v'><title>http://shop.net/v</title>"
    report = report_on(
        {"bit.ly/3abcd": html(page), "shop.net/v": html(SHOP)}, "http://bit.ly/3abcd"
    )
    assert report.target.host == "shop.net"


def test_a_chain_of_short_links_without_end_is_left() -> None:
    replies = {f"bit.ly/{n}": redirect(f"http://bit.ly/{n + 1}") for n in range(20)}
    with Server(handler := Pages(replies)) as server:
        world = World()
        world.add("bit.ly", http=server)
        report = check("http://bit.ly/0", network=world.network, limits=LIMITS)
    assert report.target.host == "bit.ly"
    assert len(handler.requests) <= 5


def test_evidence_saved_tells_the_same_way(tmp_path: Path) -> None:
    countries = database(tmp_path / "c.mmdb", {"93.184.215.0/24": {"country": {"iso_code": "MD"}}})
    with (
        OriginData(countries) as data,
        site(TWICE, "farm.com", "shop.net", "order-desk.org") as world,
    ):
        target = read_target("http://farm.com/old")
        sources = Sources(origin=data)
        events = list(gathering(target, network=world.network, limits=LIMITS, sources=sources))
    evidence = evidence_of(target, "GB", now(), events)
    archive.save(evidence, tmp_path / "e")
    again = judge(archive.load(tmp_path / "e", read_here))
    assert again.way == judge(evidence).way


def test_two_redirects_of_the_demonstration_are_told() -> None:
    chosen = [one for one in demo_checks() if "passed on twice" in one.shows]
    with DemoWeb() as web:
        report = next(iter(answers_of(web, chosen))).report
    said = facts(report)
    assert "passed on through 3 sites" in said["passed_on"]
    assert set(said) >= {"unrelated_start", "passed_on_to_order", "affiliate"}
    assert all(step.country for step in report.way.steps[:1])
    assert "aff=" not in str(to_json(report)["way"])
