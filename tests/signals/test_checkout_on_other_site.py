from __future__ import annotations

import pytest

from tests.signals.build import detect, form, page, site

CASES = [
    pytest.param(
        (site(page(forms=(form("checkout", action="https://billing.test/pay"),))),),
        "present",
        id="present-billing-host",
    ),
    pytest.param((site(page(forms=(form("basket"),))),), "absent", id="absent-own-site"),
    pytest.param(
        (site(page(forms=(form("checkout", action="https://www.paypal.com/cgi-bin/webscr"),))),),
        "absent",
        id="near-miss-payment-service",
    ),
    pytest.param(
        (site(page(forms=(form("newsletter", action="https://news.test/"),))),),
        "not_applicable",
        id="near-miss-newsletter-elsewhere",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_checkout_on_other_site(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("checkout_on_other_site", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
