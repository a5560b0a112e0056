from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, medicine, page, phrase, shop, site

PLAIN = phrase("no_prescription", "No prescription needed!")
NAMES_VIAGRA = phrase("no_prescription", "Buy Viagra without a prescription")
NAMES_LOPERAMIDE = phrase("no_prescription", "Loperamide is sold without a prescription")
VIAGRA = medicine()
LOPERAMIDE = medicine("loperamide", "loperamide", status="otc")

TALK = ("delivery", "order", "payment")

CASES = [
    pytest.param(site(shop(phrases=(PLAIN,))), "present", id="present-of-the-shop"),
    pytest.param(
        site(page(medicines=(VIAGRA,), phrases=(NAMES_VIAGRA,), trade=TALK)),
        "present",
        id="present-by-name",
    ),
    pytest.param(
        site(page(medicines=(VIAGRA,), phrases=(NAMES_VIAGRA,))),
        "not_applicable",
        id="near-miss-words-of-an-article",
    ),
    pytest.param(site(shop()), "absent", id="absent"),
    pytest.param(
        site(shop(phrases=(phrase("no_prescription", negated=True),))),
        "absent",
        id="near-miss-warning",
    ),
    pytest.param(
        site(shop(medicines=(VIAGRA, LOPERAMIDE), phrases=(NAMES_LOPERAMIDE,))),
        "absent",
        id="near-miss-of-a-medicine-sold-freely",
    ),
    pytest.param(
        site(shop(phrases=(phrase("no_prescription", "Rezept Rezeptfrei Beratung"),))),
        "absent",
        id="near-miss-department-of-free-medicines",
    ),
    pytest.param(
        site(shop(phrases=(phrase("no_prescription", "Receptfritt på kampanj"),))),
        "absent",
        id="near-miss-offer-of-free-medicines",
    ),
    pytest.param(
        site(shop(phrases=(phrase("no_prescription", "Alles rezeptfrei bestellen"),))),
        "present",
        id="present-free-for-the-asking",
    ),
    pytest.param(
        site(shop(phrases=(phrase("no_prescription", "Viagra rezeptfrei"),))),
        "present",
        id="present-adjective-of-a-named-medicine",
    ),
    pytest.param(
        site(page(medicines=(VIAGRA,), phrases=(PLAIN,), trade=TALK)),
        "absent",
        id="near-miss-medicine-only-mentioned",
    ),
    pytest.param(
        site(page(medicines=(LOPERAMIDE,), phrases=(PLAIN,))),
        "not_applicable",
        id="near-miss-nothing-restricted",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_prescription_waived(seen: Site, outcome: str) -> None:
    finding = detect("prescription_waived", seen)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
