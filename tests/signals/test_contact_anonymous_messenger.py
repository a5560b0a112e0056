from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import contact, detect, page, shop, site

CASES = [
    pytest.param(
        site(shop(contacts=(contact("telegram", handle="pills"),))),
        "present",
        id="present-telegram",
    ),
    pytest.param(site(shop(contacts=(contact("whatsapp"),))), "absent", id="near-miss-whatsapp"),
    pytest.param(
        site(page(contacts=(contact("telegram", handle="news"),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_contact_anonymous_messenger(seen: Site, outcome: str) -> None:
    finding = detect("contact_anonymous_messenger", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
