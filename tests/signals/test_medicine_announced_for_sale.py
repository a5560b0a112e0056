from __future__ import annotations

import pytest

from tests.signals.build import detect, medicine, offer, page, price, site

CASES = [
    pytest.param(
        (
            site(
                page(
                    medicines=(medicine(),), offers=(offer(action="announced"),), prices=(price(),)
                )
            ),
        ),
        "present",
        id="present-heading-and-price",
    ),
    pytest.param(
        (site(page(medicines=(medicine(),), offers=(offer(),))),), "absent", id="absent-no-heading"
    ),
    pytest.param(
        (site(page(medicines=(medicine(),), offers=(offer(action="announced"),))),),
        "absent",
        id="near-miss-headline-of-an-article",
    ),
    pytest.param(
        (
            site(
                page(
                    medicines=(medicine(),),
                    offers=(offer(action="announced", gate="consultation"),),
                    prices=(price(),),
                )
            ),
        ),
        "absent",
        id="near-miss-consultation-on-the-page",
    ),
    pytest.param((site(page()),), "not_applicable", id="near-miss-no-medicine"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_medicine_announced_for_sale(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("medicine_announced_for_sale", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
