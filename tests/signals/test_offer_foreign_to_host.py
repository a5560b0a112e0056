from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.host_pages import HostPages
from checker.page.facts import OutLink, PageFacts
from tests.signals.build import detect, link, page

URL = "https://glen-choir.example/concerts"
MENU = tuple(
    replace(link(f"https://glen-choir.example/{label}", label), place="nav")
    for label in ("Concerts", "Join us", "News")
)
TWO = (
    link("https://rx-fast.test/c", "Buy cialis online"),
    link("https://rx-fast.test/v", "cheap viagra 100mg"),
)


def choir(links: tuple[OutLink, ...] = (), **changes: Any) -> PageFacts:
    return page(**{"url": URL, "title": "Glen Choir", "links": (*MENU, *links), **changes})


CASES = [
    pytest.param(choir(TWO), "present", id="present-links"),
    pytest.param(choir(), "absent", id="absent-choir"),
    pytest.param(choir(TWO[:1]), "absent", id="near-miss-one-link"),
    pytest.param(
        choir((link("https://oban-pharmacy.test/", "Oban Pharmacy"),)),
        "absent",
        id="near-miss-sponsor",
    ),
    pytest.param(
        choir(TWO, title="Viagra: shops compared"), "absent", id="near-miss-page-about-medicines"
    ),
    pytest.param(
        choir(TWO, url="https://glen-hospital.example/x"), "absent", id="near-miss-hospital"
    ),
]


@pytest.mark.parametrize(("facts", "outcome"), CASES)
def test_offer_foreign_to_host(facts: PageFacts, outcome: str) -> None:
    finding = detect("offer_foreign_to_host", HostPages(page=facts))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
