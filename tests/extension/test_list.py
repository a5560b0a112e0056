"""The signed list in both browsers: what is believed, what is kept, and when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.browser.running import Running
from tests.extension.copies import KEY, REGISTERED, envelope
from tests.extension.driving import Browser, Tab
from tests.extension.stand_in import StandIn
from web.signing import SigningKey

pytestmark = pytest.mark.browser

_NOW = datetime.now(UTC)
_LIST = "/api/v1/lists/domains"
_SHOP = "https://quickmeds-britain.example/"
_DATE = "document.getElementById('list-date').textContent"
_TRIED = "document.getElementById('list-tried').textContent"


@pytest.fixture(autouse=True)
def as_new(browser: Browser, stand_in: StandIn) -> Iterator[None]:
    """Each test begins with the packaged list, and a stand-in for the service that may be asked."""
    browser.allow_service()
    browser.forget()
    browser.set(service=stand_in.url, country="GB", language="en")
    yield
    browser.wire.is_cut = False
    browser.close_opened()


def _renewed(browser: Browser, words: str) -> Tab:
    """The options page after "Update now", which says ``words``."""
    options = browser.open_own("options.html")
    options.wait_for(f"{_DATE}.includes('Signed list')")
    options.press("renew")
    options.wait_for(f"{_TRIED}.includes('{words}')")
    return options


def _other() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.generate())


def _newer(**more: Any) -> dict[str, str]:
    return envelope(_NOW + timedelta(hours=1), **more)


def _unordered() -> dict[str, str]:
    """Signed with the right key, and no list all the same."""
    text = _newer()["payload"]
    return KEY.envelope(text.replace('"count":', '"count":1'))


@pytest.mark.parametrize(
    ("offered", "words"),
    [
        pytest.param(
            lambda: {**_newer(), "payload": envelope()["payload"].replace("GB", "US")},
            "signature does not hold",
            id="altered",
        ),
        pytest.param(
            lambda: {**_newer(), "signature": envelope()["signature"]},
            "signature does not hold",
            id="foreign signature",
        ),
        pytest.param(
            lambda: {**_newer(), "signature": "no base64"},
            "signature does not hold",
            id="no signature",
        ),
        pytest.param(lambda: _newer(key=_other()), "signs with another key", id="other key"),
        pytest.param(
            lambda: {**_newer(key=_other()), "key": KEY.public},
            "signature does not hold",
            id="claims the key",
        ),
        pytest.param(lambda: envelope(_NOW - timedelta(days=2)), "older than the list", id="old"),
        pytest.param(_unordered, "was not whole", id="counts wrong"),
        pytest.param(lambda: KEY.envelope("{}"), "was not whole", id="signed nothing"),
        pytest.param(lambda: {"payload": "{}"}, "was not whole", id="half"),
        pytest.param(lambda: [], "was not whole", id="another thing"),
        pytest.param(lambda: None, "No answer", id="nothing"),
    ],
)
def test_a_bad_list_is_refused_and_the_old_one_kept(
    browser: Browser, stand_in: StandIn, offered: Callable[[], Any], words: str
) -> None:
    stand_in.list = offered()
    before = browser.own.evaluate(_DATE)
    options = _renewed(browser, words)
    assert options.evaluate(_DATE) == before
    assert _NOW.strftime("%B %Y") in before
    popup = browser.press_icon(browser.open(f"https://{REGISTERED}/"))
    assert "is on the list of Invented Authority" in popup.text
    assert before in popup.text


def test_the_packaged_key_is_pinned_at_first(browser: Browser, stand_in: StandIn) -> None:
    assert KEY.fingerprint in browser.own.text
    assert "came with the extension" in browser.own.text
    stand_in.list = _newer(also_warned=("quickmeds-britain.example",))
    _renewed(browser, "Renewed")
    popup = browser.press_icon(browser.open(_SHOP))
    assert "sellers it warns of" in popup.text


def test_a_service_of_ones_own_is_believed_once_its_key_is_pinned_and_until_then(
    browser: Browser, stand_in: StandIn
) -> None:
    own = _other()
    stand_in.key = own.public
    # Another key signs another list: that it is older than the packaged one says nothing.
    stand_in.list = envelope(
        _NOW - timedelta(days=3), key=own, also_warned=("quickmeds-britain.example",)
    )
    options = _renewed(browser, "signs with another key")
    assert "rxlens lists key" in options.evaluate(_TRIED)
    options.press("ask-key")
    options.wait_for("!document.getElementById('offered').hidden")
    assert own.fingerprint in options.text
    options.press("pin")
    options.wait_for("document.getElementById('pinned-by').textContent.includes('by you')")
    options.press("renew")
    options.wait_for(f"{_TRIED}.includes('Renewed')")
    tab = browser.open(_SHOP)
    assert "sellers it warns of" in browser.press_icon(tab).text
    options.press("unpin")
    options.wait_for("document.getElementById('pinned-by').textContent.includes('came with')")
    assert "on no list kept here" in browser.press_icon(tab).text


def _wait_for_answers(browser: Browser, count: int) -> None:
    """Wait until so many requests were answered."""
    browser.own.wait_for(
        "chrome.storage.session.get('log').then(({log = []}) =>"
        f" log.length === {count} && log.every(({{came}}) => came === '200'))"
    )


def _click(browser: Browser, tab: Tab) -> None:
    popup = browser.press_icon(tab)
    popup.wait_for("!document.getElementById('ask').hidden")


def test_the_list_is_asked_for_once_a_day(browser: Browser, stand_in: StandIn) -> None:
    tab = browser.open(_SHOP)
    for _ in range(3):
        _click(browser, tab)
        _wait_for_answers(browser, 1)
    assert [one.path for one in stand_in.questions()] == [_LIST]
    browser.own.evaluate(
        "chrome.storage.local.set({tried: {at: '2026-01-01T00:00:00Z', outcome: 'same'}})"
    )
    _click(browser, tab)
    _wait_for_answers(browser, 2)
    assert [one.path for one in stand_in.questions()] == [_LIST] * 2
    # Everybody asks with the same words.
    first, second = stand_in.questions()
    assert first.whole == second.whole
    assert first.headers["Accept-Language"] == "*"
    assert not {"Cookie", "Referer", "Authorization"} & set(first.headers)


def test_nothing_is_renewed_where_that_is_switched_off(browser: Browser, stand_in: StandIn) -> None:
    browser.set(daily=False)
    _click(browser, browser.open(_SHOP))
    browser.own.wait_for("new Promise((done) => setTimeout(done, 300, true))")
    assert not stand_in.asked


def test_a_list_of_the_service_is_read(browser: Browser, service: Running) -> None:
    """The real one, whose key is pinned as a person does it."""
    browser.set(service=service.url)
    options = browser.open_own("options.html")
    options.wait_for(f"{_DATE}.includes('Signed list')")
    options.press("ask-key")
    options.wait_for("!document.getElementById('offered').hidden")
    options.press("pin")
    options.wait_for("document.getElementById('pinned-by').textContent.includes('by you')")
    options.press("renew")
    options.wait_for(f"{_TRIED}.includes('Renewed')")
    options.wait_for("document.getElementById('sections').textContent.includes('NABP')")
