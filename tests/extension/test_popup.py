"""The popup of the real extension as it is installed, in both browsers: the icon is pressed, no more is granted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.running import GOLDEN as GOLDEN_REPORTS
from tests.browser.running import Running
from tests.extension.copies import ABROAD, REGISTERED, WARNED
from tests.extension.driving import Browser, Popup
from tests.extension.stand_in import StandIn, nobody
from web.catalogues import translator

pytestmark = pytest.mark.browser

GOLDEN = sorted(GOLDEN_REPORTS.glob("*.json"))
_SHOP = "https://oakhampton-pharmacy.example/"
_LABELS = {
    "verified": "Verified",
    "unverified": "Unverified",
    "caution": "Caution",
    "high_risk": "High risk",
    "not_a_pharmacy": "Not a pharmacy",
    "inconclusive": "Inconclusive",
}


def golden(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN_REPORTS / f"{name}.json").read_text("utf-8"))
    return found


@pytest.fixture(autouse=True)
def as_new(browser: Browser, service: Running) -> Iterator[None]:
    """Each test begins with the real service and an extension that remembers nothing."""
    browser.forget()
    browser.set(service=service.url, country="GB", language="en", daily=False)
    yield
    browser.wire.is_cut = False
    browser.close_opened()


@pytest.fixture
def asked(browser: Browser, stand_in: StandIn) -> StandIn:
    """A stand-in that is the service, with something to say."""
    stand_in.report = golden("caution")
    browser.set(service=stand_in.url)
    return stand_in


def press_icon(browser: Browser, url: str = _SHOP) -> Popup:
    return browser.press_icon(browser.open(url))


# The local answer


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"https://{REGISTERED}/", "is on the list of Invented Authority (GB)"),
        (f"https://{ABROAD}/", "no licence to sell to you in another country"),
        (f"https://{WARNED}/", "on its list of sellers it warns of"),
        (_SHOP, "is on no list kept here"),
    ],
)
def test_the_local_answer_needs_no_request(
    browser: Browser, asked: StandIn, url: str, words: str
) -> None:
    assert words in press_icon(browser, url).text
    assert not asked.asked


def test_what_is_no_web_page_is_not_asked_about(browser: Browser, asked: StandIn) -> None:
    popup = press_icon(browser, "about:blank")
    assert "no web page" in popup.text
    assert popup.evaluate("document.getElementById('ask').hidden")


# The service's answer


@pytest.mark.parametrize(
    ("url", "sign", "label"),
    [
        ("https://quickmeds-britain.example/", "✕", "High risk"),
        ("https://fernhollow-pharmacy.example/", "✓", "Verified"),
        ("https://oakhampton-pharmacy.example/", "?", "Unverified"),
        ("https://larkspur-chemist.example/", "!", "Caution"),
        ("https://spade-and-stem.example/", "", "Not a pharmacy"),
        ("https://bastion-chemist.example/", "…", "Inconclusive"),
    ],
)
def test_the_answer_stands_on_the_icon(browser: Browser, url: str, sign: str, label: str) -> None:
    tab = browser.open(url)
    popup = browser.press_icon(tab)
    popup.ask()
    assert popup.wait_for("document.querySelector('.level')?.textContent") == label
    popup.wait_for("document.getElementById('status').textContent === ''")
    browser.wait_for_badge(tab, sign, urlsplit(url).hostname or "")


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_reports_are_shown(browser: Browser, asked: StandIn, path: Path) -> None:
    report = asked.report = golden(path.stem)
    popup = press_icon(browser)
    popup.ask()
    assert popup.level == report["verdict"]["level"]
    text = " ".join(popup.text.split())
    assert _LABELS[popup.level] in text
    assert report["verdict"]["sentence"]["text"] in text
    coverage = report["coverage"]
    assert f"{coverage['signals_answered']} of {coverage['signals_asked']} checks" in text
    for step in report["next_steps"][:3]:
        assert " ".join(step["text"]["text"].partition("https://")[0].split()) in text
    # Text of strangers is only ever text.
    assert popup.evaluate("document.querySelectorAll('script:not([src]), img, iframe').length") == 0
    assert not browser.said


def test_links_lead_to_the_report_and_to_regulators(browser: Browser, asked: StandIn) -> None:
    asked.report = golden("high_risk")
    steps = asked.report["next_steps"]
    steps[0] |= {"url": "javascript:alert(1)"}
    steps[1] |= {"url": "http://unencrypted.example/"}
    popup = press_icon(browser)
    popup.ask()
    assert popup.level
    links = popup.evaluate("[...document.querySelectorAll('a')].map((link) => link.href)")
    host = asked.report["address"]["host"]
    assert links == [
        steps[2]["url"],
        f"{asked.url}/checks/c1",
        f"{asked.url}/appeal?host={host}",
    ]


def test_a_level_of_the_future_is_inconclusive(browser: Browser, asked: StandIn) -> None:
    asked.report["verdict"]["level"] = "splendid"
    asked.report["unheard_of"] = {"of": 1}
    tab = browser.open(_SHOP)
    popup = browser.press_icon(tab)
    popup.ask()
    assert popup.wait_for("document.querySelector('.level')?.textContent") == "Inconclusive"
    browser.wait_for_badge(tab, "…")


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_reports_speak_the_chosen_language(browser: Browser, language: str) -> None:
    browser.set(language=language)
    popup = press_icon(browser, "https://larkspur-chemist.example/")
    popup.ask()
    assert popup.level == "caution"
    say = translator(language)
    for sentence in (
        "Caution",
        "Do not order before the warning signs above are cleared up.",
    ):
        assert say(sentence) in popup.text
        assert (say(sentence) == sentence) == (language == "en")
    spoken = popup.evaluate(
        "[...document.querySelectorAll('.report [lang]')].map((part) => part.lang)"
    )
    assert set(spoken) == {language}
    assert popup.evaluate("document.documentElement.lang") == language


# What is sent


def test_the_host_and_nothing_else_is_asked_for(browser: Browser, asked: StandIn) -> None:
    """Firefox gives each installation an origin of its own, which would be an identifier."""
    browser.set(country="", language="fr")
    popup = press_icon(browser, f"{_SHOP}shop/viagra-connect-4?patient=canary#canary")
    assert not asked.asked
    popup.wait_for("!document.getElementById('path-note').hidden")
    popup.ask()
    assert popup.level
    first, *rest = asked.questions()
    assert (first.path, first.json) == (
        "/api/v1/checks?lang=fr",
        {"url": "oakhampton-pharmacy.example"},
    )
    assert [(one.method, one.path) for one in rest] == [("GET", "/api/v1/checks/c1?lang=fr")]
    for one in asked.asked:
        assert not {"Cookie", "Referer", "Authorization"} & set(one.headers)
        told = one.whole
        assert "canary" not in told
        assert "viagra" not in told
        if browser.origin.startswith("moz-"):
            assert browser.origin.rpartition("/")[2] not in told
    assert {one.headers["Accept-Language"] for one in asked.questions()} == {"fr"}


def test_once_agreed_a_click_on_the_icon_asks(browser: Browser, asked: StandIn) -> None:
    first = press_icon(browser)
    first.ask()
    assert first.level
    asked.asked.clear()
    assert press_icon(browser, "https://spade-and-stem.example/").level
    assert asked.questions()[0].json == {"url": "spade-and-stem.example", "country": "GB"}


_CANARY_PAGE = """<!doctype html><html lang=en><head><title>Buy tramadol here</title>
<link rel=canonical href="/my/CANARY-PATH/here"><meta property="og:url" content="https://c.example/my/CANARY-PATH/here">
<meta name="csrf" content="CANARY-META"><script>window.user = "CANARY-SCRIPT"</script></head>
<body onload="CANARY-HANDLER" data-user="CANARY-DATA"><h1>Tramadol 50mg</h1>
<a href="/my/CANARY-PATH/here?order=CANARY-QUERY#CANARY-FRAGMENT">this page</a>
<a href="/other/page?session=CANARY-QUERY">other</a> <a href="javascript:CANARY-SCRIPT">run</a>
<p style="display:none">CANARY-HIDDEN</p><p style="visibility:hidden">CANARY-INVISIBLE</p>
<form action="/send?token=CANARY-QUERY"><input name=mail value="CANARY-VALUE">
<input type=hidden name=t value="CANARY-TOKEN">
<textarea>CANARY-TEXT</textarea><select><option selected>Choose</option></select><input type=submit value="Add to cart">
<input type=checkbox value="CANARY-BOX" checked></form><div contenteditable>CANARY-EDITED</div>
<div id=shadow></div><noscript>CANARY-NOSCRIPT</noscript>
<script>document.getElementById("shadow").attachShadow({mode: "closed"}).innerHTML = "<b>Pay with Bitcoin</b>";
document.querySelector("input").value = "CANARY-TYPED"</script></body></html>"""


@pytest.mark.parametrize("with_path", [False, True])
def test_the_page_as_seen_is_sent_without_what_is_private(
    browser: Browser, asked: StandIn, with_path: bool
) -> None:
    with asked.serving(browser.wire, "canary.test", _CANARY_PAGE):
        popup = press_icon(
            browser, "http://canary.test/my/CANARY-PATH/here?q=CANARY-QUERY#CANARY-FRAGMENT"
        )
        preview = popup.open_consent()
        assert "visible words and links" in popup.text
        assert not asked.asked
        if with_path:
            popup.click("send-path")
        popup.press("send")
        assert popup.level
    sent = asked.questions()[0].json
    path = "/my/CANARY-PATH/here" if with_path else "/"
    assert sent == {"url": f"http://canary.test{path}", "page": preview, "country": "GB"}
    assert "CANARY" not in preview
    for kept in (
        "Tramadol 50mg",
        "Add to cart",
        "Pay with Bitcoin",
        "http://canary.test/other/page",
    ):
        assert kept in preview
    assert "The page was judged as you see it." in popup.text


def test_a_page_that_is_not_sent_stays_here(browser: Browser, asked: StandIn) -> None:
    popup = press_icon(browser)
    popup.open_consent()
    popup.press("cancel")
    popup.wait_for("document.getElementById('consent').hidden")
    assert popup.wait_for("!document.getElementById('page-button').hidden")
    assert not asked.asked


def test_a_page_cloaked_from_the_service_is_judged_as_seen(
    browser: Browser, stand_in: StandIn
) -> None:
    """The garden club shows the service its flowers and the browser a shop."""
    shop = browser.open("https://quickmeds-britain.example/").evaluate(
        "document.documentElement.outerHTML"
    )
    with stand_in.serving(browser.wire, "hollybank-gardenclub.example", shop):
        tab = browser.open("http://hollybank-gardenclub.example/")
        popup = browser.press_icon(tab)
        popup.ask()
        assert popup.level == "not_a_pharmacy"
        popup.open_consent()
        popup.press("send")
        popup.wait_for("document.querySelector('.report')?.dataset.level === 'high_risk'")
        browser.wait_for_badge(tab, "✕")


def test_every_request_stands_in_the_log(browser: Browser, asked: StandIn) -> None:
    options = browser.open_own("options.html")
    options.wait_for("document.body.innerText.includes('No request so far.')")
    popup = press_icon(browser)
    popup.ask()
    assert popup.level
    rows = "[...document.querySelectorAll('#log li')].map((row) => row.innerText)"
    options.wait_for(f"{rows}.length >= 2")
    shown = options.evaluate(rows)
    assert len(shown) == len(asked.questions()) == 2
    first = shown[1]  # The newest stands on top.
    assert f"POST {asked.url}/api/v1/checks?lang=en" in first
    assert "oakhampton-pharmacy.example + GB" in first
    assert "200" in first


# When something is amiss


def test_the_service_is_down(browser: Browser) -> None:
    browser.set(service=nobody())
    popup = press_icon(browser, f"https://{WARNED}/")
    popup.ask()
    assert "did not answer" in popup.outcome
    assert "sellers it warns of" in popup.text


def test_the_computer_is_offline(browser: Browser) -> None:
    tab = browser.open(f"https://{REGISTERED}/")
    browser.wire.is_cut = True
    popup = browser.press_icon(tab)
    assert "is on the list of Invented Authority" in popup.text
    popup.ask()
    assert "did not answer" in popup.outcome


def test_the_service_declines(browser: Browser, asked: StandIn) -> None:
    asked.status = 429
    popup = press_icon(browser)
    popup.ask()
    assert "declined" in popup.outcome
