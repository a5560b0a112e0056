from __future__ import annotations

import pytest

from tests.signals.build import detect, form, page, site

CASES = [
    pytest.param(
        (site(page(forms=(form("checkout", action="http://shop.example/pay"),))),),
        "present",
        id="present-checkout",
    ),
    pytest.param((site(page(forms=(form("checkout"),))),), "absent", id="absent-encrypted"),
    pytest.param(
        (site(page(forms=(form("search", action="http://shop.example/find"),))),),
        "not_applicable",
        id="near-miss-search-form",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_order_form_unencrypted(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("order_form_unencrypted", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
