from __future__ import annotations

import pytest

from checker.registration import Privacy, Registration, RegistrationState
from checker.site import Site
from tests.signals.build import address, detect, page, registration, shop, site

CASES = [
    pytest.param(
        site(shop(title="UK Online Pharmacy")),
        registration(registrant_country="IN"),
        "present",
        id="present: calls itself British, owner abroad",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        registration(registrant_country="RU"),
        "present",
        id="present: British address, owner abroad",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        registration(registrant_country="GB"),
        "absent",
        id="absent",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        registration(registrant_country="IM"),
        "absent",
        id="near_miss: Isle of Man",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        registration(registrant_country="IS", privacy=Privacy.PROXY),
        "not_applicable",
        id="near_miss: the country is the privacy service's",
    ),
    pytest.param(
        site(shop(), host="www.shop.de"),
        registration(registrant_country="AT"),
        "not_applicable",
        id="near_miss: only the ending speaks of a country",
    ),
    pytest.param(
        site(page(title="News")),
        registration(registrant_country="IN"),
        "not_applicable",
        id="near_miss: a page about nobody's country",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        registration(),
        "unknown",
        id="unknown: no country is published",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        registration(registrant_country="IN", state=RegistrationState.NOT_REGISTERED),
        "unknown",
        id="unknown: not registered",
    ),
]


@pytest.mark.parametrize(("seen", "answer", "outcome"), CASES)
def test_registration_country_conflict(seen: Site, answer: Registration, outcome: str) -> None:
    finding = detect("registration_country_conflict", seen, answer)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
