"""The same extension in a real Firefox: permissions are really asked for, and answered with yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.running import ROOT, Running
from tests.extension.copies import KEY, REGISTERED, WARNED, copied, envelope
from tests.extension.firefox import Firefox, Tab, running_firefox
from tests.extension.stand_in import StandIn, running_stand_in
from tests.extension.wire import Wire

pytestmark = pytest.mark.browser

_CAUTION = ROOT / "tests" / "contract" / "caution.json"


@pytest.fixture(scope="module")
def firefox(
    firefox_here: str, wire: Wire, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firefox]:
    with running_firefox(firefox_here, wire) as found:
        found.install(copied(tmp_path_factory.mktemp("firefox"), "firefox"))
        yield found


@pytest.fixture(autouse=True)
def as_new(firefox: Firefox, service: Running) -> None:
    firefox.own.evaluate(
        "browser.storage.session.clear().then(() => browser.storage.local.clear())"
    )
    firefox.set(service=service.url, country="GB", language="en")


@pytest.fixture
def stand_in(firefox: Firefox) -> Iterator[StandIn]:
    with running_stand_in() as found:
        firefox.set(service=found.url)
        yield found


def _ask(popup: Tab) -> None:
    popup.wait_for("!document.getElementById('ask').hidden")
    popup.press("ask-button")


def test_nothing_is_granted_at_first(firefox: Firefox) -> None:
    granted = firefox.own.evaluate("browser.permissions.getAll()")
    assert sorted(granted["permissions"]) == ["activeTab", "storage"]
    assert granted["origins"] == []
    assert granted.get("data_collection", []) == []


def test_first_page_asks_for_the_badge_and_the_list_answers(firefox: Firefox) -> None:
    firefox.allow_badges()
    for host, sign in ((REGISTERED, "✓"), (WARNED, "!")):
        assert host in firefox.wait_for_badge(firefox.tab(f"https://{host}/"), sign)


@pytest.mark.parametrize(
    ("url", "sign", "label"),
    [
        ("https://quickmeds-britain.example/", "✕", "High risk"),
        ("https://fernhollow-pharmacy.example/", "✓", "Verified"),
        ("https://oakhampton-pharmacy.example/", "?", "Unverified"),
        ("https://spade-and-stem.example/", "", "Not a pharmacy"),
        ("https://bastion-chemist.example/", "…", "Inconclusive"),
    ],
)
def test_the_answer_stands_on_the_icon(firefox: Firefox, url: str, sign: str, label: str) -> None:
    firefox.allow_badges()
    tab = firefox.tab(url)
    popup = firefox.popup(tab)
    _ask(popup)
    assert popup.wait_for("document.querySelector('.level')?.textContent") == label
    firefox.wait_for_badge(tab, sign)


def test_what_is_sent_names_nobody(firefox: Firefox, stand_in: StandIn) -> None:
    """Firefox gives each installation an origin of its own, which would be an identifier."""
    firefox.allow_badges()
    stand_in.report = json.loads(_CAUTION.read_text("utf-8"))
    popup = firefox.popup(firefox.tab("https://oakhampton-pharmacy.example/?q=canary"))
    _ask(popup)
    assert popup.wait_for("document.querySelector('.report')?.dataset.level") == "caution"
    assert stand_in.questions()[0].json == {"url": "oakhampton-pharmacy.example", "country": "GB"}
    for one in stand_in.asked:
        told = json.dumps([one.path, one.headers, one.body])
        assert "canary" not in told
        assert firefox.origin.removeprefix("moz-extension://") not in told
        assert not {"Cookie", "Referer"} & set(one.headers)


def test_a_tampered_list_is_refused_and_a_newer_one_taken(
    firefox: Firefox, stand_in: StandIn
) -> None:
    firefox.set(key=KEY.public)
    later = datetime.now(UTC) + timedelta(hours=1)
    good = envelope(later)
    for offered, words in (
        ({**good, "payload": good["payload"].replace("GB", "US")}, "does not hold"),
        (good, "Renewed"),
    ):
        stand_in.list = offered
        firefox.own.press("renew")
        firefox.own.wait_for(f"document.getElementById('status').textContent.includes('{words}')")


def test_automatic_warnings_and_the_page_as_seen(firefox: Firefox, stand_in: StandIn) -> None:
    stand_in.report = json.loads(_CAUTION.read_text("utf-8"))
    firefox.allow_badges()
    firefox.own.press("automatic")
    firefox.own.wait_for(
        "browser.scripting?.getRegisteredContentScripts().then((found) => found.length === 1)"
    )
    warned = firefox.tab(f"https://{WARNED}/")
    warned.wait_for("!!document.querySelector('rxlens-banner')")
    sells = firefox.tab("https://quickmeds-britain.example/")
    firefox.wait_for_badge(sells, "?")
    assert not stand_in.asked
    popup = firefox.popup(sells)
    popup.wait_for("!document.getElementById('page').hidden")
    popup.press("page-button")
    popup.wait_for("!document.getElementById('consent').hidden")
    popup.press("send")
    popup.wait_for("!!document.querySelector('.report')")
    assert stand_in.questions()[0].json["url"] == "https://quickmeds-britain.example/"
    assert "<h1" in stand_in.questions()[0].json["page"]
