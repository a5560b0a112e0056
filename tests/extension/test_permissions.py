"""What the browser is asked for, and what is left when it is told no.

Firefox's own questions are pressed here. Chromium's cannot be: only that it grants nothing at first is seen.
"""

from __future__ import annotations

import json

import pytest

from tests.browser.running import Running
from tests.extension.copies import REGISTERED, WARNED
from tests.extension.driving import Browser
from tests.extension.firefox import Firefox
from tests.extension.stand_in import StandIn
from tests.extension.test_popup import golden

pytestmark = pytest.mark.browser


def _granted(browser: Browser) -> dict[str, list[str]]:
    found = browser.own.evaluate("chrome.permissions.getAll()")
    return {name: sorted(held) for name, held in found.items() if held}


def test_nothing_is_granted_at_first_and_the_icon_is_neutral(browser: Browser) -> None:
    assert _granted(browser) == {"permissions": ["activeTab", "storage"]}
    tab = browser.open(f"https://{WARNED}/")
    browser.wait_for_badge(tab, "", "nothing to say")
    assert "sellers it warns of" in browser.press_icon(tab).text
    browser.close_opened()


def test_signs_before_a_click_declined_and_allowed(firefox: Firefox) -> None:
    tab = firefox.open(f"https://{REGISTERED}/")
    for answer, sign, said in ((False, "", "stays neutral"), (True, "✓", "now shows")):
        with firefox.asking():
            welcome = firefox.open_own("welcome.html")
            welcome.wait_for("document.querySelectorAll('#badges li').length === 5")
            welcome.press("allow")
            assert "browser tabs" in firefox.answer(answer)
            welcome.wait_for(f"document.getElementById('status').textContent.includes('{said}')")
        firefox.wait_for_badge(tab, sign)
    welcome.evaluate("chrome.permissions.remove({permissions: ['tabs']})")
    firefox.wait_for_badge(tab, "")
    firefox.close_opened()


def test_nothing_is_sent_before_firefox_was_told_yes(firefox: Firefox, stand_in: StandIn) -> None:
    stand_in.report = golden("caution")
    firefox.forget()
    firefox.set(service=stand_in.url, language="en", country="GB", daily=False)
    tab = firefox.open("https://oakhampton-pharmacy.example/")
    with firefox.asking():
        popup = firefox.press_icon(tab)
        popup.ask()
        said = firefox.answer(False)
        assert "127.0.0.1" in said
        assert "browsing activity" in said
        assert "nothing was sent" in popup.outcome
        assert not stand_in.asked
        popup.press("ask-button")
        firefox.answer(True)
        assert popup.level == "caution"
        popup.open_consent()
        popup.press("send")
        assert "website content" in firefox.answer(False)
        assert "nothing was sent" in popup.outcome
    assert [json.loads(one.body) for one in stand_in.questions() if one.method == "POST"] == [
        {"url": "oakhampton-pharmacy.example", "country": "GB"}
    ]
    firefox.close_opened()


def test_warnings_and_marks_stay_off_when_firefox_is_told_no(firefox: Firefox) -> None:
    options = firefox.open_own("options.html")
    options.wait_for("document.querySelectorAll('#sections tr').length > 0")
    with firefox.asking():
        options.press("automatic")
        assert "all websites" in firefox.answer(False)
        options.wait_for("!document.getElementById('automatic').checked")
    options.press("automatic")
    firefox.wait_for_scripts(1)
    options.press("automatic")
    options.wait_for(
        "chrome.permissions.contains({origins: ['https://*/*']}).then((held) => !held)"
    )
    firefox.close_opened()


def test_the_service_is_asked_for_a_list_only_after_a_yes(
    firefox: Firefox, service: Running
) -> None:
    firefox.forget()
    firefox.own.evaluate("browser.permissions.remove({origins: ['http://127.0.0.1/*']})")
    firefox.set(service=service.url, language="en")
    popup = firefox.press_icon(firefox.open("https://oakhampton-pharmacy.example/"))
    popup.wait_for("!document.getElementById('ask').hidden")
    assert firefox.own.evaluate("browser.storage.local.get('tried')") == {}
    firefox.close_opened()
