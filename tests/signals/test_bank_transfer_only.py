from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, medicine, page, phrase, shop, site

TRANSFER = phrase("payment:bank transfer", "Payment by bank transfer")
CARD = phrase("payment:card or wallet", "Visa and MasterCard")
DENIED_CARD = phrase("payment:card or wallet", "We do not accept cards", negated=True)

CASES = [
    pytest.param(site(shop(phrases=(TRANSFER,))), "present", id="present"),
    pytest.param(
        site(shop(phrases=(TRANSFER, DENIED_CARD))), "present", id="present-cards-refused"
    ),
    pytest.param(site(shop()), "absent", id="absent"),
    pytest.param(site(shop(phrases=(TRANSFER, CARD))), "absent", id="near-miss-cards-too"),
    pytest.param(
        site(shop(phrases=(TRANSFER,)), page(phrases=(CARD,))),
        "absent",
        id="near-miss-cards-on-a-further-page",
    ),
    pytest.param(
        site(page(medicines=(medicine(status="otc"),), phrases=(TRANSFER,))),
        "not_applicable",
        id="near-miss-sold-freely",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_bank_transfer_only(seen: Site, outcome: str) -> None:
    finding = detect("bank_transfer_only", seen)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
