"""What the extension does without being asked, once it may: badges before a click, warnings, marks; and no request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.demo.manifest import demo_checks, demo_hosts
from tests.extension.copies import ABROAD, REGISTERED, WARNED
from tests.extension.driving import Browser, Tab
from tests.extension.stand_in import StandIn

pytestmark = pytest.mark.browser

_BANNER = "document.querySelector('rxlens-banner')"
_VISITS = 100
_LOOKED = 1.7
"""Seconds until a page was looked at twice."""


@pytest.fixture(autouse=True)
def as_new(allowed: Browser, stand_in: StandIn) -> Iterator[None]:
    """A service that would hear of any request, and an extension that remembers nothing."""
    allowed.forget()
    allowed.set(service=stand_in.url, country="GB", language="en")
    yield
    allowed.close_opened()


def _wait(tab: Tab, seconds: float = _LOOKED) -> None:
    tab.evaluate(f"new Promise((done) => setTimeout(done, {seconds * 1000}))")


_BADGES = [(REGISTERED, "✓"), (ABROAD, "?"), (WARNED, "!"), ("quickmeds-britain.example", "")]


@pytest.mark.parametrize(("host", "sign"), _BADGES)
def test_the_badge_before_a_click_is_that_of_the_list(
    allowed: Browser, stand_in: StandIn, host: str, sign: str
) -> None:
    allowed.wait_for_badge(
        allowed.open(f"https://{host}/"), sign, host if sign else "nothing to say"
    )
    assert not stand_in.asked


def test_badges_are_those_of_their_tabs_and_outlive_the_background(allowed: Browser) -> None:
    tabs = [(allowed.open(f"https://{host}/"), sign) for host, sign in _BADGES]
    for tab, sign in tabs:
        allowed.wait_for_badge(tab, sign)
    allowed.stop_background()
    for tab, sign in tabs:
        assert allowed.badge(tab)[0] == sign
    tabs[0][0].goto(f"https://{WARNED}/")
    allowed.wait_for_badge(tabs[0][0], "!")


def test_an_answer_outlives_the_background_and_leads_other_pages_of_the_host(
    allowed: Browser, stand_in: StandIn
) -> None:
    allowed.own.evaluate(
        "chrome.storage.session.set({'level:oakhampton-pharmacy.example': {level: 'high_risk', seen: false}})"
    )
    allowed.stop_background()
    tab = allowed.open("https://oakhampton-pharmacy.example/shop/viagra-connect-4")
    allowed.wait_for_badge(tab, "✕", "high risk")
    assert not stand_in.asked


def test_badges_speak_the_chosen_language(allowed: Browser) -> None:
    tab = allowed.open(f"https://{WARNED}/")
    allowed.wait_for_badge(tab, "!")
    allowed.set(language="de")
    allowed.wait_for_badge(tab, "!", "vor denen gewarnt wird")


# Automatic warnings


def test_the_gate_is_off_at_first(allowed: Browser) -> None:
    tab = allowed.open("https://calmdirect.example/price-list")
    _wait(tab)
    assert allowed.badge(tab)[0] == ""
    assert not tab.evaluate(f"!!{_BANNER}")


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
    allowed: Browser, stand_in: StandIn, url: str, sign: str, banner: bool
) -> None:
    allowed.set(automatic=True)
    allowed.wait_for_scripts(1)
    tab = allowed.open(url)
    allowed.wait_for_badge(tab, sign)
    if banner:
        tab.wait_for(f"!!{_BANNER}")
    _wait(tab)
    assert allowed.badge(tab)[0] == sign
    assert tab.evaluate(f"!!{_BANNER}") is banner
    assert not stand_in.asked


_STRONG = """<!doctype html><title>Painkillers</title><main><h1>Tramadol, Xanax, Valium, Oxycodone</h1>
<p>No prescription needed! Tramadol 50mg $49</p>
<button id=buy onclick="this.dataset.bought = 1">Add to cart</button></main>"""


def test_the_banner_covers_nothing_takes_no_focus_and_goes_when_sent_away(
    allowed: Browser, stand_in: StandIn
) -> None:
    allowed.set(automatic=True)
    allowed.wait_for_scripts(1)
    with stand_in.serving(allowed.wire, "pills.test", _STRONG):
        tab = allowed.open("http://pills.test/")
        tab.wait_for(f"!!{_BANNER}")
        assert tab.evaluate("document.activeElement === document.body")
        assert not tab.evaluate("!!document.querySelector('[inert], [aria-hidden]')")
        top, bottom = tab.evaluate(
            f"(({{top, bottom}}) => [top, bottom])({_BANNER}.getBoundingClientRect())"
        )
        assert top == 0
        assert (
            tab.evaluate("document.querySelector('main').getBoundingClientRect().top") >= bottom > 0
        )
        tab.press("buy")
        assert tab.wait_for("document.getElementById('buy').dataset.bought") == "1"
        tab.chord("Shift+Tab")
        tab.chord("Enter")
        tab.wait_for(f"!{_BANNER}")
        tab.reload()
        _wait(tab)
        assert not tab.evaluate(f"!!{_BANNER}")
    assert not stand_in.asked


_RESULTS = f"""<!doctype html><title>results</title>
<a href="https://{REGISTERED}/x"><h3>Fernhollow</h3></a>
<a href="/l/?uddg=https%3A%2F%2F{WARNED}%2F"><h2>Harbour</h2></a>
<h2><a href="https://quickmeds-britain.example/">Quick</a></h2><h3><a href="/settings">Settings</a></h3>"""


def test_search_results_are_marked_from_the_list(allowed: Browser, stand_in: StandIn) -> None:
    allowed.set(marks=True)
    allowed.wait_for_scripts(1)
    with stand_in.serving(allowed.wire, "duckduckgo.com", _RESULTS):
        tab = allowed.open("https://duckduckgo.com/?q=pharmacy")
        marks = "[...document.querySelectorAll('[data-rxlens]')]"
        tab.wait_for(f"{marks}.length === 2")
        assert tab.evaluate(f"{marks}.map((mark) => mark.textContent)") == ["✓", "!"]
        words = tab.evaluate(f"{marks}.map((mark) => mark.getAttribute('aria-label'))")
        assert all("Invented Authority" in said for said in words)
    assert not stand_in.asked


# P2


@pytest.mark.parametrize(
    "is_automatic",
    [
        pytest.param(False, id="badges only", marks=pytest.mark.slow),
        pytest.param(True, id="automatic"),
    ],
)
def test_a_hundred_visits_make_no_request(
    allowed: Browser, stand_in: StandIn, is_automatic: bool
) -> None:
    """Though the list is due, and every click would ask."""
    allowed.set(automatic=is_automatic, marks=is_automatic, askAtOnce=True)
    allowed.wait_for_scripts(2 if is_automatic else 0)
    urls = [check.url for check in demo_checks()]
    tab = allowed.open(urls[0])
    before = len(allowed.wire.asked)
    for number in range(_VISITS):
        tab.goto(urls[number % len(urls)])
    _wait(tab)
    asked = {host for host, _ in allowed.wire.asked[before:]}
    assert not stand_in.asked
    assert asked <= {*demo_hosts(), *allowed.its_own}, asked
    log = "chrome.storage.session.get('log').then(({log}) => log ?? [])"
    assert allowed.own.evaluate(log) == []
