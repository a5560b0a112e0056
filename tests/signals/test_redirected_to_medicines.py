from __future__ import annotations

import pytest

from tests.signals.build import detect, hop, page, shop, site

WAY = (
    hop("https://garden-club.example/", status=302, location="https://shop.test/"),
    hop("https://shop.test/"),
)

CASES = [
    pytest.param((WAY, site(shop(url="https://shop.test/"))), "present", id="present-garden-club"),
    pytest.param(((hop(),), site(shop())), "absent", id="absent-own-site"),
    pytest.param(
        (WAY, site(page(url="https://shop.test/"))), "not_applicable", id="near-miss-nothing-sold"
    ),
    pytest.param(
        (
            (
                hop("https://viagra.example/", status=301, location="https://shop.test/"),
                hop("https://shop.test/"),
            ),
            site(shop(url="https://shop.test/")),
        ),
        "absent",
        id="near-miss-medicine-address-moved",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_redirected_to_medicines(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("redirected_to_medicines", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
