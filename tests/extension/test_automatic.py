"""What the extension does without being asked, once it may: badges before a click, warnings, marks; and no request.

No driver can press the browser's own question for a permission, so that a copy with the optional permissions made
required stands in here. What that leaves untested: the question itself, and that it is asked on the right click.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from checker.demo.manifest import demo_checks, demo_hosts
from tests.extension.chromium import Chromium, running_chromium
from tests.extension.copies import ABROAD, KEY, REGISTERED, WARNED
from tests.extension.stand_in import StandIn, running_stand_in
from tests.extension.wire import Wire

pytestmark = pytest.mark.browser

_BANNER = "rxlens-banner"
_VISITS = 100


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright, chromium_here: str, granted: Path, wire: Wire
) -> Iterator[Chromium]:
    with running_chromium(playwright, chromium_here, granted, wire) as found:
        yield found


@pytest.fixture(autouse=True)
def as_new(chromium: Chromium) -> Iterator[None]:
    chromium.evaluate("chrome.storage.session.clear().then(() => chrome.storage.local.clear())")
    chromium.set(country="GB", language="en")
    yield
    chromium.close_pages()


@pytest.fixture
def stand_in(chromium: Chromium) -> Iterator[StandIn]:
    """A service that would hear of any request, with its key pinned."""
    with running_stand_in() as found:
        chromium.set(service=found.url, key=KEY.public)
        chromium.evaluate(
            "chrome.storage.local.set({tried: {at: new Date().toISOString(), outcome: 'same'}})"
        )
        yield found


_BADGES = [(REGISTERED, "✓"), (ABROAD, "?"), (WARNED, "!"), ("quickmeds-britain.example", "")]


@pytest.mark.parametrize(("host", "sign"), _BADGES)
def test_the_badge_before_a_click_is_that_of_the_list(
    chromium: Chromium, host: str, sign: str
) -> None:
    page = chromium.open(f"https://{host}/")
    words = chromium.wait_for_badge(page, sign)
    assert (host in words) == bool(sign)


def test_badges_are_those_of_their_tabs_and_outlive_the_worker(chromium: Chromium) -> None:
    pages = [(chromium.open(f"https://{host}/"), sign) for host, sign in _BADGES]
    for page, sign in pages:
        chromium.wait_for_badge(page, sign)
    chromium.stop_worker()
    for page, sign in pages:
        assert chromium.badge(page)[0] == sign
    pages[0][0].goto(f"https://{WARNED}/")
    chromium.wait_for_badge(pages[0][0], "!")


def test_an_answer_outlives_the_worker_and_leads_other_pages_of_the_host(
    chromium: Chromium, stand_in: StandIn
) -> None:
    chromium.evaluate(
        "chrome.storage.session.set({'level:oakhampton-pharmacy.example': {level: 'high_risk', seen: false}})"
    )
    chromium.stop_worker()
    page = chromium.open("https://oakhampton-pharmacy.example/shop/viagra-connect-4")
    assert "high risk" in chromium.wait_for_badge(page, "✕")
    assert not stand_in.asked


def test_badges_speak_the_chosen_language(chromium: Chromium) -> None:
    page = chromium.open(f"https://{WARNED}/")
    chromium.set(language="de")
    chromium.wait_for_badge(page, "!")
    page.reload()
    chromium.page.wait_for_timeout(300)
    assert "vor denen gewarnt wird" in chromium.wait_for_badge(page, "!")


# Automatic warnings


def test_the_gate_is_off_at_first(chromium: Chromium) -> None:
    page = chromium.open("https://calmdirect.example/price-list")
    page.wait_for_timeout(2000)
    assert chromium.badge(page)[0] == ""
    assert page.locator(_BANNER).count() == 0


@pytest.mark.parametrize(
    ("url", "sign", "banner"),
    [
        pytest.param(f"https://{WARNED}/", "!", True, id="warned"),
        pytest.param("https://quickmeds-britain.example/", "?", False, id="sells"),
        pytest.param("https://harbour-post.example/news/police-seize-pills", "", False, id="news"),
        pytest.param("https://healthleaflet.example/erectile-dysfunction", "", False, id="leaflet"),
        pytest.param("https://spade-and-stem.example/", "", False, id="garden tools"),
        pytest.param("https://greenmeadow-naturals.example/", "", False, id="teas"),
    ],
)
def test_the_gate_tells_shops_of_medicines_from_others(
    chromium: Chromium, stand_in: StandIn, url: str, sign: str, banner: bool
) -> None:
    chromium.set(automatic=True)
    _scripts(chromium, 1)
    page = chromium.open(url)
    chromium.wait_for_badge(page, sign)
    if banner:
        page.locator(_BANNER).wait_for()
    else:
        page.wait_for_timeout(1700)
        assert chromium.badge(page)[0] == sign
    assert page.locator(_BANNER).count() == int(banner)
    assert not stand_in.asked


def _scripts(chromium: Chromium, count: int) -> None:
    chromium.wait_for(
        f"chrome.scripting.getRegisteredContentScripts().then((found) => found.length === {count})"
    )


_STRONG = """<!doctype html><title>Painkillers</title><main><h1>Tramadol, Xanax, Valium, Oxycodone</h1>
<p>No prescription needed! Tramadol 50mg $49</p><button>Add to cart</button></main>"""


def test_the_banner_covers_nothing_takes_no_focus_and_goes_when_sent_away(
    chromium: Chromium, stand_in: StandIn
) -> None:
    chromium.set(automatic=True)
    _scripts(chromium, 1)
    stand_in.pages["pills.test"] = _STRONG
    chromium.wire.lead("pills.test", 80, int(stand_in.url.rpartition(":")[2]))
    page = chromium.open("http://pills.test/")
    banner = page.locator(_BANNER)
    banner.wait_for()
    assert page.evaluate("document.activeElement === document.body")
    assert not page.evaluate("!!document.querySelector('[inert], [aria-hidden]')")
    top, height = page.evaluate(
        f"(({{top, height}}) => [top, height])(document.querySelector('{_BANNER}').getBoundingClientRect())"
    )
    assert top == 0
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") >= height
    page.get_by_role("button", name="Add to cart").click()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    banner.wait_for(state="detached")
    page.reload()
    page.wait_for_timeout(2000)
    assert banner.count() == 0


_RESULTS = """<!doctype html><title>results</title>
<a href="https://{registered}/x"><h3>Fernhollow</h3></a>
<a href="/l/?uddg=https%3A%2F%2F{warned}%2F"><h2>Harbour</h2></a>
<h2><a href="https://quickmeds-britain.example/">Quick</a></h2><h3><a href="/settings">Settings</a></h3>"""


def test_search_results_are_marked_from_the_list(chromium: Chromium, stand_in: StandIn) -> None:
    chromium.set(marks=True)
    _scripts(chromium, 1)
    page = chromium.context.new_page()
    page.route(
        "https://duckduckgo.com/**",
        lambda route: route.fulfill(
            content_type="text/html", body=_RESULTS.format(registered=REGISTERED, warned=WARNED)
        ),
    )
    page.goto("https://duckduckgo.com/?q=pharmacy")
    marks = page.locator("[data-rxlens]")
    marks.nth(1).wait_for()
    assert marks.all_inner_texts() == ["✓", "!"]
    assert "Invented Authority" in (marks.nth(0).get_attribute("aria-label") or "")
    assert not stand_in.asked


# P2


_CHROMIUMS_OWN = {"accounts.google.com", "update.googleapis.com"}
"""Asked by Chromium itself, with and without an extension."""


@pytest.mark.parametrize(
    "is_automatic",
    [
        pytest.param(False, id="badges only", marks=pytest.mark.slow),
        pytest.param(True, id="automatic"),
    ],
)
def test_a_hundred_visits_make_no_request(
    chromium: Chromium, stand_in: StandIn, is_automatic: bool
) -> None:
    chromium.set(automatic=is_automatic, marks=is_automatic, askAtOnce=True)
    _scripts(chromium, 2 if is_automatic else 0)
    urls = [check.url for check in demo_checks()]
    page = chromium.open(urls[0])
    before = len(chromium.wire.asked)
    for number in range(_VISITS):
        page.goto(urls[number % len(urls)], wait_until="domcontentloaded")
    page.wait_for_timeout(1700)
    asked = {host for host, _ in chromium.wire.asked[before:]}
    assert not stand_in.asked
    assert asked <= {*demo_hosts(), *_CHROMIUMS_OWN}, asked
    assert chromium.evaluate("chrome.storage.session.get('log').then(({log}) => log ?? [])") == []
