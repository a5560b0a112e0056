"""The real extension in a real Chromium, as it is installed: its icon is pressed, nothing else is granted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Playwright

from tests.browser.running import ROOT, Running
from tests.extension.chromium import Chromium, running_chromium
from tests.extension.copies import ABROAD, KEY, REGISTERED, WARNED, envelope
from tests.extension.stand_in import StandIn, running_stand_in
from tests.extension.wire import Wire
from web.signing import SigningKey

pytestmark = pytest.mark.browser

GOLDEN = sorted((ROOT / "tests" / "contract").glob("*.json"))
_LABELS = {
    "verified": "Verified",
    "unverified": "Unverified",
    "caution": "Caution",
    "high_risk": "High risk",
    "not_a_pharmacy": "Not a pharmacy",
    "inconclusive": "Inconclusive",
}
_STATUS = "document.getElementById('status').textContent"


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright, chromium_here: str, plain: Path, wire: Wire, service: Running
) -> Iterator[Chromium]:
    with running_chromium(playwright, chromium_here, plain, wire) as found:
        yield found


@pytest.fixture(autouse=True)
def as_new(chromium: Chromium, service: Running) -> Iterator[None]:
    """Each test begins with the real service and an extension that remembers nothing."""
    chromium.wire.is_cut = False
    chromium.evaluate("chrome.storage.session.clear().then(() => chrome.storage.local.clear())")
    chromium.set(service=service.url, country="GB", language="en")
    yield
    chromium.close_pages()


@pytest.fixture
def stand_in(chromium: Chromium) -> Iterator[StandIn]:
    with running_stand_in() as found:
        chromium.set(service=found.url)
        yield found


def _asked_service(chromium: Chromium, service: Running) -> int:
    return chromium.wire.asked.count(("127.0.0.1", urlsplit(service.url).port or 0))


@pytest.mark.parametrize(
    ("host", "words"),
    [
        (REGISTERED, "is on the list of Invented Authority (GB)"),
        (ABROAD, "no licence to sell to you in another country"),
        (WARNED, "on its list of sellers it warns of"),
        ("oakhampton-pharmacy.example", "is on no list kept here"),
    ],
)
def test_the_local_answer_needs_no_request(
    chromium: Chromium, service: Running, host: str, words: str
) -> None:
    page = chromium.open(f"https://{host}/")
    before = _asked_service(chromium, service)
    popup = chromium.press_icon(page)
    assert words in popup.text
    assert _asked_service(chromium, service) == before
    page.close()


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
def test_the_answer_stands_on_the_icon(chromium: Chromium, url: str, sign: str, label: str) -> None:
    page = chromium.open(url)
    popup = chromium.press_icon(page)
    popup.evaluate("document.getElementById('ask-always').checked = false")
    popup.ask()
    assert popup.wait_for("document.querySelector('.level')?.textContent") == label
    popup.wait_for("document.getElementById('status').textContent === ''")
    host = urlsplit(url).hostname or ""
    assert host in chromium.wait_for_badge(page, sign)
    page.close()


# Reports


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_golden_reports_are_shown(chromium: Chromium, stand_in: StandIn, golden: Path) -> None:
    report: dict[str, Any] = json.loads(golden.read_text("utf-8"))
    stand_in.report = report
    popup = chromium.press_icon(chromium.open("https://oakhampton-pharmacy.example/"))
    popup.ask()
    level = popup.wait_for("document.querySelector('.report')?.dataset.level")
    text = popup.text
    assert level == report["verdict"]["level"]
    assert _LABELS[level] in text
    assert report["verdict"]["sentence"]["text"] in text
    coverage = report["coverage"]
    assert f"{coverage['signals_answered']} of {coverage['signals_asked']} checks" in text
    for step in report["next_steps"][:2]:
        assert " ".join(step["text"]["text"].split()) in " ".join(text.split())
    links = popup.evaluate("[...document.querySelectorAll('.report a')].map((a) => a.href)")
    assert links[0] == f"{stand_in.url}/checks/c1"
    assert links[1].startswith(f"{stand_in.url}/appeal?host=")
    assert len(links) == 2
    # Text of strangers is only ever text.
    assert popup.evaluate("document.querySelectorAll('script:not([src]), img, iframe').length") == 0
    assert not chromium.said


def test_a_level_of_the_future_is_inconclusive(chromium: Chromium, stand_in: StandIn) -> None:
    report = json.loads(GOLDEN[0].read_text("utf-8"))
    report["verdict"]["level"] = "splendid"
    stand_in.report = {**report, "unheard_of": {"of": 1}}
    page = chromium.open("https://oakhampton-pharmacy.example/")
    popup = chromium.press_icon(page)
    popup.ask()
    assert popup.wait_for("document.querySelector('.level')?.textContent") == "Inconclusive"
    chromium.wait_for_badge(page, "…")


# What is sent


def test_the_host_and_nothing_else_is_asked_for(chromium: Chromium, stand_in: StandIn) -> None:
    stand_in.report = json.loads(GOLDEN[0].read_text("utf-8"))
    chromium.set(country="")
    page = chromium.open(
        "https://oakhampton-pharmacy.example/shop/viagra-connect-4?patient=canary#canary"
    )
    popup = chromium.press_icon(page)
    assert not stand_in.asked
    assert popup.wait_for("!document.getElementById('path-note').hidden")
    popup.ask()
    popup.wait_for("!!document.querySelector('.report')")
    first, *rest = stand_in.questions()
    assert first.json == {"url": "oakhampton-pharmacy.example"}
    assert all(one.method == "GET" and one.path == "/api/v1/checks/c1" for one in rest)
    for one in stand_in.asked:
        told = json.dumps([one.path, one.headers, one.body])
        assert "canary" not in told
        assert "viagra" not in told
        assert not {"Cookie", "Referer", "Authorization"} & set(one.headers)


def test_once_agreed_a_click_on_the_icon_asks(chromium: Chromium, stand_in: StandIn) -> None:
    stand_in.report = json.loads(GOLDEN[0].read_text("utf-8"))
    chromium.set(askAtOnce=True)
    popup = chromium.press_icon(chromium.open("https://oakhampton-pharmacy.example/"))
    popup.wait_for("!!document.querySelector('.report')")
    assert stand_in.questions()[0].json == {"url": "oakhampton-pharmacy.example", "country": "GB"}


_CANARY_PAGE = """<!doctype html><html lang=en><head><title>Buy tramadol CANARY-PATH</title>
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
    chromium: Chromium, stand_in: StandIn, with_path: bool
) -> None:
    stand_in.report = json.loads(GOLDEN[0].read_text("utf-8"))
    stand_in.pages["canary.test"] = _CANARY_PAGE.replace("CANARY-PATH</title>", "here</title>")
    chromium.wire.lead("canary.test", 80, int(stand_in.url.rpartition(":")[2]))
    page = chromium.open("http://canary.test/my/CANARY-PATH/here?q=CANARY-QUERY#CANARY-FRAGMENT")
    popup = chromium.press_icon(page)
    popup.wait_for("!document.getElementById('page').hidden")
    popup.click("page-button")
    preview = popup.wait_for(
        "!document.getElementById('consent').hidden && document.getElementById('preview').textContent"
    )
    assert "visible words and links" in popup.text
    assert not stand_in.asked
    if with_path:
        popup.click("send-path")
    popup.click("send")
    popup.wait_for("!!document.querySelector('.report')")
    sent = stand_in.questions()[0].json
    path = "/my/CANARY-PATH/here" if with_path else "/"
    assert sent["url"] == f"http://canary.test{path}"
    assert sent["page"] == preview
    assert "CANARY" not in preview
    for kept in (
        "Tramadol 50mg",
        "Add to cart",
        "Pay with Bitcoin",
        "http://canary.test/other/page",
    ):
        assert kept in preview
    assert "The page was judged as you see it." in popup.text


def test_a_page_cloaked_from_the_service_is_judged_as_seen(
    chromium: Chromium, stand_in: StandIn, service: Running
) -> None:
    """The garden club shows the service its flowers and the browser a shop."""
    shop = chromium.open("https://quickmeds-britain.example/").content()
    stand_in.pages["hollybank-gardenclub.example"] = shop
    chromium.wire.lead("hollybank-gardenclub.example", 80, int(stand_in.url.rpartition(":")[2]))
    chromium.set(service=service.url)
    try:
        page = chromium.open("http://hollybank-gardenclub.example/")
        popup = chromium.press_icon(page)
        popup.ask()
        assert popup.wait_for("document.querySelector('.level')?.textContent") == "Not a pharmacy"
        popup.click("page-button")
        popup.wait_for("!document.getElementById('consent').hidden")
        popup.click("send")
        popup.wait_for("document.querySelector('.level')?.textContent === 'High risk'")
        chromium.wait_for_badge(page, "✕")
    finally:
        chromium.wire.unlead("hollybank-gardenclub.example", 80)


def test_every_request_stands_in_the_log(chromium: Chromium, stand_in: StandIn) -> None:
    stand_in.report = json.loads(GOLDEN[0].read_text("utf-8"))
    options = chromium.own("options.html")
    assert "No request so far." in options.inner_text("main")
    popup = chromium.press_icon(chromium.open("https://oakhampton-pharmacy.example/"))
    popup.ask()
    popup.wait_for("!!document.querySelector('.report')")
    rows = options.locator("#log tr")
    rows.nth(1).wait_for()
    assert rows.count() == len(stand_in.questions()) == 2
    assert "oakhampton-pharmacy.example" in rows.nth(1).inner_text()


# When something is amiss


def test_the_service_is_down(chromium: Chromium) -> None:
    chromium.set(service="http://127.0.0.1:9")
    popup = chromium.press_icon(chromium.open(f"https://{WARNED}/"))
    popup.ask()
    assert "did not answer" in popup.wait_for(f"{_STATUS}.includes('…') ? '' : {_STATUS}")
    assert "sellers it warns of" in popup.text


def test_the_computer_is_offline(chromium: Chromium) -> None:
    page = chromium.open(f"https://{REGISTERED}/")
    chromium.wire.is_cut = True
    popup = chromium.press_icon(page)
    assert "is on the list of Invented Authority" in popup.text
    popup.ask()
    assert "did not answer" in popup.wait_for(f"{_STATUS}.includes('…') ? '' : {_STATUS}")


def test_the_service_declines(chromium: Chromium, stand_in: StandIn) -> None:
    stand_in.status = 429
    popup = chromium.press_icon(chromium.open("https://oakhampton-pharmacy.example/"))
    popup.ask()
    assert "declined" in popup.wait_for(f"{_STATUS}.includes('…') ? '' : {_STATUS}")


# The list


_NOW = datetime.now(UTC)


def _other() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.generate())


def _changed(**members: str) -> dict[str, str]:
    return {**envelope(_NOW + timedelta(hours=1)), **members}


@pytest.mark.parametrize(
    ("offered", "words"),
    [
        pytest.param(
            lambda: _changed(payload=envelope()["payload"].replace("GB", "US")),
            "signature does not hold",
            id="altered",
        ),
        pytest.param(
            lambda: _changed(signature=envelope()["signature"]),
            "signature does not hold",
            id="foreign signature",
        ),
        pytest.param(lambda: envelope(key=_other()), "another key", id="other key"),
        pytest.param(
            lambda: {**envelope(key=_other()), "key": KEY.public},
            "signature does not hold",
            id="claims the key",
        ),
        pytest.param(lambda: envelope(_NOW - timedelta(days=2)), "older than the list", id="old"),
        pytest.param(lambda: {"payload": "{}"}, "was not whole", id="half"),
        pytest.param(lambda: [], "was not whole", id="another thing"),
        pytest.param(lambda: None, "No answer", id="nothing"),
    ],
)
def test_a_bad_list_is_refused_and_the_old_one_kept(
    chromium: Chromium, stand_in: StandIn, offered: Any, words: str
) -> None:
    chromium.set(key=KEY.public)
    stand_in.list = offered()
    options = chromium.own("options.html")
    options.locator("#list-date", has_text="Signed list").wait_for()
    before = options.inner_text("#list-date")
    options.click("#renew")
    options.locator("#status", has_text=words).wait_for()
    options.wait_for_timeout(100)
    assert options.inner_text("#list-date") == before
    assert _NOW.strftime("%B %Y") in before
    popup = chromium.press_icon(chromium.open(f"https://{REGISTERED}/"))
    assert "is on the list of Invented Authority" in popup.text


def test_a_newer_list_takes_its_place_and_a_lost_key_takes_it_back(
    chromium: Chromium, stand_in: StandIn
) -> None:
    own = _other()
    stand_in.list = envelope(
        _NOW + timedelta(hours=1), key=own, also_warned=("quickmeds-britain.example",)
    )
    stand_in.lists = {"lists": [], "key": own.public}
    options = chromium.own("options.html")
    options.click("#ask-key")
    options.click("#pin")
    options.click("#renew")
    options.locator("#status", has_text="Renewed").wait_for()
    page = chromium.open("https://quickmeds-britain.example/")
    assert "sellers it warns of" in chromium.press_icon(page).text
    chromium.set(key="")
    assert "on no list kept here" in chromium.press_icon(page).text
    assert KEY is not own


def test_the_list_is_asked_for_once_a_day(chromium: Chromium, stand_in: StandIn) -> None:
    chromium.set(key=KEY.public)
    page = chromium.open("https://oakhampton-pharmacy.example/")
    for _ in range(3):
        chromium.press_icon(page)
        chromium.page.wait_for_timeout(150)
    assert [one.path for one in stand_in.questions()] == ["/api/v1/lists/domains"]
    chromium.evaluate(
        "chrome.storage.local.set({tried: {at: '2026-01-01T00:00:00Z', outcome: 'same'}})"
    )
    chromium.press_icon(page)
    chromium.page.wait_for_timeout(300)
    assert len(stand_in.questions()) == 2


# Time


def test_the_local_answer_is_there_at_once(chromium: Chromium) -> None:
    """Fifty milliseconds from the popup's start, on a computer that has nothing else to do."""
    allowed = 50 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    page = chromium.open(f"https://{REGISTERED}/")
    times: list[float] = []
    while len(times) < 15 and min(times, default=99) > 50:
        popup = chromium.press_icon(page)
        times.append(popup.evaluate("performance.getEntriesByName('local-answer')[0].startTime"))
    assert min(times) <= allowed, times
