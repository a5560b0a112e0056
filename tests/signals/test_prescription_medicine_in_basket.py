from __future__ import annotations

import pytest

from tests.signals.build import detect, medicine, offer, page, shop, site

CASES = [
    pytest.param((site(shop()),), "present", id="present-basket"),
    pytest.param((site(page(), shop()),), "present", id="present-product-page-of-the-site"),
    pytest.param(
        (site(shop(offers=(offer(), offer(gate="stated")))),),
        "present",
        id="present-though-the-card-states-that-a-prescription-is-needed",
    ),
    pytest.param(
        (site(shop(offers=(offer(gate="prescription"),))),),
        "absent",
        id="absent-prescription-upload-first",
    ),
    pytest.param(
        (site(shop(offers=(offer(medicine=medicine("Nurofen", "ibuprofen", status="otc")),))),),
        "absent",
        id="near-miss-over-the-counter-medicine",
    ),
    pytest.param(
        (site(shop(offers=(offer(action="consultation", gate="consultation"),))),),
        "not_applicable",
        id="near-miss-consultation-button",
    ),
    pytest.param(
        (site(page(medicines=(medicine(),))),), "not_applicable", id="near-miss-only-named"
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_prescription_medicine_in_basket(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("prescription_medicine_in_basket", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
