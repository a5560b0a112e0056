from __future__ import annotations

import pytest

from checker.page.facts import PageFacts
from checker.registration import RegistrationState
from tests.signals.build import detect, medicine, page, registration, site


def with_words(words: str) -> PageFacts:
    """A page with a heading, ``words`` on a line of their own, and Viagra where they name it."""
    text = f"Shop\n{words}\nContact"
    start = text.find("Viagra")
    return page(text=text, medicines=(medicine(start=start),) if start >= 0 else ())


CASES = [
    pytest.param(
        "We have been serving customers online since 2004.",
        30,
        "present",
        id="present: since a year",
    ),
    pytest.param("Canadian Meds since 2004", 30, "present", id="present: a line of its own"),
    pytest.param(
        "Established in 2008 as a family business", 400, "present", id="present: established"
    ),
    pytest.param(
        "With over 15 years in business you can rely on us.",
        30,
        "present",
        id="present: years in business",
    ),
    pytest.param(
        "© 2009-2026 Shop. All rights reserved.", 30, "present", id="present: span of the copyright"
    ),
    pytest.param(
        "Copyright © 2009 – 2026 Shop", 30, "present", id="present: copyright with a longer dash"
    ),
    pytest.param("Ihre Online-Apotheke seit 2006", 30, "present", id="present: in German"),
    pytest.param("Online since 2004", 9000, "absent", id="absent: registered before"),
    pytest.param("Online since 2024", 30, "absent", id="near_miss: two years earlier"),
    pytest.param(
        "Online since 2004", 2500, "absent", id="near_miss: a firm that changed its name long ago"
    ),
    pytest.param(
        "A family pharmacy since 1952",
        30,
        "not_applicable",
        id="near_miss: premises, before there were web shops",
    ),
    pytest.param(
        "Viagra, the little blue pill, has helped men since 1998.",
        30,
        "not_applicable",
        id="near_miss: the brand of a medicine",
    ),
    pytest.param("GoodRx was founded in 2011", 30, "not_applicable", id="near_miss: another firm"),
    pytest.param(
        "In the town of Santa Monica a technology company was founded in 2011",
        30,
        "not_applicable",
        id="near_miss: another firm in a story",
    ),
    pytest.param("We were founded in 2011 by two friends", 30, "present", id="present: of us"),
    pytest.param(
        "Copyright © 2005-2026 XML-Sitemaps.com",
        30,
        "not_applicable",
        id="near_miss: a tool's mark",
    ),
    pytest.param(
        "Our shop has Viagra since 1998", 30, "not_applicable", id="near_miss: a medicine beside us"
    ),
    pytest.param(
        "The active substance has been approved in the EU since 2002.",
        30,
        "not_applicable",
        id="near_miss: a licence",
    ),
    pytest.param(
        "The law has forbidden this since 2013; we follow it.",
        30,
        "not_applicable",
        id="near_miss: a law",
    ),
    pytest.param(
        "Our pharmacist has been qualified since 1999.",
        30,
        "not_applicable",
        id="near_miss: the pharmacist, not the shop",
    ),
    pytest.param(
        "Our team has 30 years of experience.",
        30,
        "not_applicable",
        id="near_miss: years of experience are people's",
    ),
    pytest.param(
        "Copyright © 2003-2026 Zen Cart",
        30,
        "not_applicable",
        id="near_miss: copyright of the shop software",
    ),
    pytest.param("© 2026 Shop", 30, "not_applicable", id="near_miss: one year of copyright"),
    pytest.param(
        "Buy medicines here.", 30, "not_applicable", id="not_applicable: nothing is claimed"
    ),
    pytest.param("Online since 2004", None, "unknown", id="unknown: no date is published"),
]


@pytest.mark.parametrize(("words", "days", "outcome"), CASES)
def test_registration_newer_than_claim(words: str, days: int | None, outcome: str) -> None:
    finding = detect("registration_newer_than_claim", site(with_words(words)), registration(days))
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")


def test_the_title_counts_too() -> None:
    seen = site(page(title="Trusted online pharmacy since 2005", text="Shop"))
    assert detect("registration_newer_than_claim", seen, registration(30)).outcome == "present"


def test_the_oldest_claim_is_told_with_the_gap() -> None:
    seen = site(page(text="Online since 2010\n© 2012-2026 Shop"))
    finding = detect("registration_newer_than_claim", seen, registration(30))
    assert "2010" in finding.summary.text()
    assert finding.measures == {"years": 16.0}


def test_another_answer_than_a_registration_tells_nothing() -> None:
    seen = site(page(text="Online since 2004"))
    answer = registration(30, state=RegistrationState.UNPARSEABLE)
    assert detect("registration_newer_than_claim", seen, answer).outcome == "unknown"
