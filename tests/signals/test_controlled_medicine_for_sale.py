from __future__ import annotations

import pytest

from tests.signals.build import detect, medicine, offer, page, shop, site

CASES = [
    pytest.param(
        (
            site(
                shop(offers=(offer(medicine=medicine("Valium", "diazepam", status="controlled")),))
            ),
        ),
        "present",
        id="present-controlled",
    ),
    pytest.param((site(shop()),), "absent", id="absent-other-prescription-medicine"),
    pytest.param(
        (
            site(
                shop(
                    offers=(
                        offer(
                            medicine=medicine("Valium", "diazepam", status="controlled"),
                            gate="consultation",
                        ),
                    )
                )
            ),
        ),
        "absent",
        id="near-miss-consultation-first",
    ),
    pytest.param(
        (site(page(medicines=(medicine("Valium", "diazepam", status="controlled"),))),),
        "not_applicable",
        id="near-miss-only-named",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_controlled_medicine_for_sale(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("controlled_medicine_for_sale", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
