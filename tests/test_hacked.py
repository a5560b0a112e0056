"""Offers that were put on somebody else's site, and pages that look like it and are not."""

from __future__ import annotations

import socket

import pytest

from checker.check import check
from checker.finding import Outcome
from checker.net import Limits
from checker.report import Report
from checker.verdict import Kind, Level
from tests.hard.cases import cases, judged, report_on
from tests.loopback import Reply, Server, World, read_request

LIMITS = Limits(total=3, gather=4, politeness=0, retry_after=0.01)

MENU = "".join(f"<a href='/{label.lower()}'>{label}</a>" for label in ("Concerts", "Join", "News"))
SHOP_MENU = "".join(f"<a href='/{x}'>{x}</a>" for x in ("Potency", "Basket", "Delivery"))
SONGS = "<p>We sing folk songs every Thursday in the school hall, and carols in December.</p>" * 4
LINKS = (
    "<p><a href='https://rx-fast.test/c'>Buy cialis online</a> "
    "<a href='https://rx-fast.test/v'>cheap viagra 100mg</a></p>"
)
HIDDEN_LINKS = (
    "<div style='display:none'><a href='https://rx-fast.test/c'>cialis 20 mg</a> "
    "<a href='https://rx-fast.test/t'>tramadol</a></div>"
)
CARD = (
    "<div class='item'><b>Viagra 100mg</b> <span class='price'>$79 30 pills</span> "
    "<a class='buy' href='{to}'>Buy now</a></div>"
)
CHOIR = "https://glen-choir.example"
SHOP_PAGE = "https://rx-fast.test/buy-viagra?aff=7"
SLUG = f"{CHOIR}/news/buy-xanax-2mg-online"
SALAD = "".join(
    f"<a href='https://glen-choir.example/zx/{slug}.html'>{word}</a> "
    for slug, word in zip(
        [
            f"{a}-{b}-manual"
            for a in ("garden", "piano", "wedding", "engine")
            for b in ("red", "old", "big")
        ],
        [
            "qvast",
            "brulp",
            "zemko",
            "tarwi",
            "plond",
            "fegut",
            "moxil",
            "drapu",
            "snevi",
            "kolta",
            "wimbu",
            "jarpe",
        ],
        strict=True,
    )
)
"""Links with made-up words, each to a page about something else."""


def page(body: str, *, title: str = "Glen Choir", menu: str = MENU) -> str:
    return (
        f"<html lang=en><title>{title}</title><body><nav>{menu}</nav>"
        f"<main><h1>{title}</h1>{body}</main></body></html>"
    )


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param(page(SONGS + LINKS), f"{CHOIR}/concerts", id="links among the text"),
        pytest.param(page(SONGS + HIDDEN_LINKS), f"{CHOIR}/", id="hidden links"),
        pytest.param(
            page(
                SONGS + HIDDEN_LINKS.replace("https://rx-fast.test/", "/wp-content/zx/buy-")
            ).replace("tramadol", "buy tramadol"),
            f"{CHOIR}/",
            id="hidden links into a planted directory",
        ),
        pytest.param(
            page(f"{SONGS}<script>if (document.referrer) location = '{SHOP_PAGE}'</script>"),
            f"{CHOIR}/",
            id="sent on by script",
        ),
        pytest.param(
            page(f"{SONGS}<script>top.location.replace('https://viagra-now.test/')</script>"),
            f"{CHOIR}/",
            id="sent on to a host named after it",
        ),
        pytest.param(
            page(f"{SONGS}<iframe src='{SHOP_PAGE}'></iframe>"), f"{CHOIR}/", id="shown in a frame"
        ),
        pytest.param(page(SONGS), SLUG, id="offer in the address alone"),
        pytest.param(
            page(CARD.format(to="https://rx-fast.test/in?aff=1"), title="Buy Viagra online"),
            f"{CHOIR}/images/buy-viagra-online",
            id="planted shop page",
        ),
        pytest.param(
            page(f"<p>Amoxicillin and Viagra reviews garden piano.</p>{SALAD}", title="", menu=""),
            f"{CHOIR}/zx/viagra-reviews-pdf.html",
            id="series of doorways",
        ),
    ],
)
def test_an_offer_that_is_not_the_hosts(html: str, url: str) -> None:
    report = judged(html.encode(), url)
    assert report.verdict.kind is Kind.HACKED
    assert report.verdict.level in (Level.CAUTION, Level.HIGH_RISK)
    present = {f.signal for f in report.findings if f.outcome is Outcome.PRESENT}
    assert "offer_foreign_to_host" in present
    assert "nothing to do with the owner" in report.verdict.sentence.template
    steps = [step.text.template for step in report.next_steps]
    assert any("Do not buy through it" in step for step in steps)
    assert any("tell them by telephone" in step for step in steps)


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param(page(SONGS), f"{CHOIR}/", id="choir"),
        pytest.param(
            page(
                f"{SONGS}<p>Our sponsor: <a href='https://oban-pharmacy.test/'>Oban Pharmacy</a></p>"
            ),
            f"{CHOIR}/",
            id="choir with a pharmacy as sponsor",
        ),
        pytest.param(
            page(f"{SONGS}<p><a href='https://oban.test/v'>Buy Viagra</a></p>"),
            f"{CHOIR}/",
            id="one link",
        ),
        pytest.param(
            page(
                "<p>Police seized Viagra and Xanax sold online. "
                "<a href='https://agency.test/xanax'>What Xanax is</a> "
                "<a href='https://agency.test/viagra'>Viagra: the leaflet</a></p>" + SONGS,
                title="Tablets seized at the port",
            ),
            "https://glen-news.example/news/men-who-buy-xanax-online",
            id="news about a raid",
        ),
        pytest.param(
            page("<p>Morphine is given after surgery.</p>", title="Ward 4, Glen Hospital"),
            "https://glen-hospital.example/order-morphine",
            id="hospital",
        ),
        pytest.param(
            page(
                "<p>Order <a href='https://oban.test/a'>Viagra</a> and "
                "<a href='https://oban.test/b'>order Cialis</a> at the pharmacy.</p>",
                title="Glen Pharmacy in the village",
            ),
            "https://glen-village.example/businesses/pharmacy",
            id="pharmacy in a village portal",
        ),
        pytest.param(
            page(CARD.format(to="https://till.test/v"), title="Buy Viagra online", menu=SHOP_MENU),
            "https://quick-deals.example/buy-viagra-online",
            id="shop of its own whose till is elsewhere",
        ),
        pytest.param(
            page(CARD.format(to="/cart?add=viagra"), title="Buy Viagra online"),
            "https://quick-deals.example/buy-viagra-online",
            id="shop whose buttons stay on its site",
        ),
        pytest.param(
            page(SALAD, title="", menu=""), f"{CHOIR}/zx/garden-red-manual.html", id="no medicine"
        ),
        pytest.param(
            page(
                "<p>Viagra</p>"
                + "".join(f"<a href='/a-z/side-{w}-effects'>{w}</a>" for w in "abcdefghijkl"),
            ),
            f"{CHOIR}/a-z",
            id="index of letters",
        ),
        pytest.param(page(SONGS + LINKS, menu=""), f"{CHOIR}/", id="no menu of its own"),
        pytest.param(
            page(f"{SONGS}<script>location = 'https://agency.test/leaflets/viagra'</script>"),
            f"{CHOIR}/",
            id="sent on to a leaflet",
        ),
        pytest.param(
            page(f"{SONGS}<script>location = 'https://rx-fast.test/'</script>"),
            f"{CHOIR}/",
            id="sent on to where no medicine is named",
        ),
        pytest.param(
            page(
                f"{SONGS}<div style='display:none'><a href='/z/viagra'>viagra</a> "
                "<a href='/z/cialis'>cialis</a></div>"
            ),
            f"{CHOIR}/",
            id="hidden index of its own",
        ),
    ],
)
def test_a_page_that_only_looks_like_it(html: str, url: str) -> None:
    assert judged(html.encode(), url).verdict.kind is not Kind.HACKED


def test_no_lawful_case_is_taken_for_hacked_and_the_injected_ones_are() -> None:
    hacked = {case.file for case in cases() if report_on(case).verdict.kind is Kind.HACKED}
    assert not {case.file for case in cases() if case.lawful} & hacked
    assert len([f for f in hacked if "inj" in f]) >= 2
    assert len([f for f in hacked if "slug" in f]) >= 2


SEARCHED = f"{CHOIR}/?s=buy+xanax+2mg+online"
NOTHING = "<p>Sorry, nothing here. Try a search.</p>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param(page(SONGS, title="Page not found"), SLUG, id="not found, in the title"),
        pytest.param(
            page(f"<p>The page could not be found.</p>{SONGS}"), SLUG, id="not found, in the text"
        ),
        pytest.param(
            page(NOTHING, title="buy xanax 2mg online not found"),
            SLUG,
            id="not found, with the words",
        ),
        pytest.param(
            page(SONGS, title="Seite nicht gefunden"),
            f"{CHOIR}/xanax-kaufen",
            id="not found, German",
        ),
        pytest.param(
            page(NOTHING, title="Search results for: buy xanax 2mg online"), SEARCHED, id="searched"
        ),
        pytest.param(
            page(f"<h2>Résultats pour « acheter xanax »</h2>{SONGS}", title="Recherche"),
            f"{CHOIR}/recherche/acheter-xanax",
            id="searched, French",
        ),
        pytest.param(
            page(f"<link rel=canonical href='{CHOIR}/'>{SONGS}"), SLUG, id="the home page, it says"
        ),
    ],
)
def test_words_of_an_address_that_anybody_may_type_are_no_offer(html: str, url: str) -> None:
    report = judged(html.encode(), url)
    assert report.verdict.kind is Kind.OTHER
    assert report.verdict.level is Level.NOT_A_PHARMACY


CARD_HERE = CARD.format(to="/cart?add=1").replace("Viagra 100mg", "Xanax 2mg")


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param(
            page(CARD_HERE, title="Search results for: buy xanax online"),
            SEARCHED,
            id="search that sells",
        ),
        pytest.param(
            page(f"<h2>Buy Xanax 2mg online</h2>{NOTHING}", title="Page not found"),
            f"{CHOIR}/news",
            id="words that are not the address's",
        ),
        pytest.param(
            page(NOTHING, title="Buy Xanax 2mg online"),
            SLUG,
            id="a page of its own at that address",
        ),
        pytest.param(
            page(f"<link rel=canonical href='{SLUG}/'>{SONGS}"), SLUG, id="its own address, it says"
        ),
    ],
)
def test_an_offer_is_one_whatever_else_the_page_says(html: str, url: str) -> None:
    report = judged(html.encode(), url)
    assert report.verdict.level in (Level.CAUTION, Level.HIGH_RISK)


# What the other pages of a host tell

FRONT = page(SONGS)
PLANTED = page(CARD.format(to="/zx/cart?add=1"), title="Viagra 100mg", menu="")
CARE = page("<p>Our pharmacist fills your prescription.</p>", title="Glen Pharmacy")
LISTED = page("<p>Viagra 100 mg, 4 tablets, 12.50</p>", title="Prices of medicines", menu="")


def host_report(html: str, home: str, path: str = "/zx/99.html", *, searching: str = "") -> Report:
    """The report on a page of ``glen-choir.com``; who comes from a search page sees ``searching``, if any."""

    def answer(connection: socket.socket) -> None:
        request = read_request(connection)
        body = home if request.startswith(b"GET / ") else html
        if searching and b"google.com" in request:
            body = searching
        robots = b"/robots.txt" in request
        connection.sendall((Reply(status=404) if robots else Reply(body=body.encode())).raw())

    with Server(answer) as server:
        world = World()
        world.add("glen-choir.com", http=server)
        return check(f"http://glen-choir.com{path}", network=world.network, limits=LIMITS)


@pytest.mark.parametrize(
    ("html", "home", "path", "searching"),
    [
        pytest.param(PLANTED, FRONT, "/zx/99.html", "", id="planted page with a till of its own"),
        pytest.param(PLANTED, FRONT, "/news/zx/99.html", "", id="beside a part of the site"),
        pytest.param(
            FRONT, FRONT, "/zx/cheap-pills", PLANTED, id="for visitors from a search only"
        ),
    ],
)
def test_an_offer_on_a_host_whose_front_is_about_something_else(
    html: str, home: str, path: str, searching: str
) -> None:
    home = home.replace("'/news'", "'/news/list'")
    report = host_report(html, home, path, searching=searching)
    assert report.verdict.kind is Kind.HACKED
    assert report.verdict.level is Level.HIGH_RISK
    (finding,) = (f for f in report.findings if f.signal == "offer_foreign_to_host")
    assert finding.outcome is Outcome.PRESENT
    assert "Viagra 100mg" in finding.quotes[0].text


@pytest.mark.parametrize(
    ("html", "home", "path"),
    [
        pytest.param(PLANTED, CARE, "/zx/99.html", id="pharmacy with a name of its own"),
        pytest.param(PLANTED, page(SONGS, menu=SHOP_MENU), "/zx/99.html", id="shop of many things"),
        pytest.param(
            PLANTED,
            page(f"{SONGS}<a href='/zx/'>Our partner</a>"),
            "/zx/99.html",
            id="the front leads there",
        ),
        pytest.param(
            PLANTED, page(f"{SONGS}<p>Viagra</p>"), "/zx/99.html", id="the front speaks of it"
        ),
        pytest.param(PLANTED, page(SONGS, menu=""), "/zx/99.html", id="front without a menu"),
        pytest.param(LISTED, FRONT, "/zx/99.html", id="a list of prices"),
        pytest.param(FRONT, FRONT, "/news/1", id="nothing offered"),
    ],
)
def test_an_offer_that_may_be_the_hosts(html: str, home: str, path: str) -> None:
    assert host_report(html, home, path).verdict.kind is not Kind.HACKED
