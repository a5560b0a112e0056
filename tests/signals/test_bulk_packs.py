from __future__ import annotations

import pytest

from tests.signals.build import detect, medicine, offer, shop, site

CASES = [
    pytest.param((site(shop(offers=(offer(quantity=360),))),), "present", id="present-360"),
    pytest.param((site(shop(offers=(offer(quantity=30),))),), "absent", id="absent-30"),
    pytest.param((site(shop(offers=(offer(quantity=112),))),), "absent", id="near-miss-just-below"),
    pytest.param(
        (
            site(
                shop(
                    offers=(
                        offer(
                            quantity=300, medicine=medicine("Nurofen", "ibuprofen", status="otc")
                        ),
                    )
                )
            ),
        ),
        "not_applicable",
        id="near-miss-large-pack-of-an-otc-medicine",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_bulk_packs(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("bulk_packs", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
