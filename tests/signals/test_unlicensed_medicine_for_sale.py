from __future__ import annotations

import pytest

from tests.signals.build import detect, medicine, offer, page, shop, site

CASES = [
    pytest.param(
        (
            site(
                shop(
                    offers=(offer(medicine=medicine("Kamagra", name_kind="brand_not_uk_licensed")),)
                )
            ),
        ),
        "present",
        id="present-export-brand",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=(offer(medicine=medicine("Ostarine", "ostarine", status="unlicensed")),)
                )
            ),
        ),
        "present",
        id="present-substance-licensed-nowhere",
    ),
    pytest.param((site(shop()),), "absent", id="absent-licensed"),
    pytest.param(
        (site(page(medicines=(medicine("Kamagra", name_kind="brand_not_uk_licensed"),))),),
        "not_applicable",
        id="near-miss-only-named",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=(
                        offer(
                            medicine=medicine("Ostarine", "ostarine", status="unlicensed"),
                            gate="prescription",
                        ),
                    )
                )
            ),
        ),
        "absent",
        id="near-miss-special-against-a-prescription",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=(
                        offer(
                            medicine=medicine("Kamagra", name_kind="brand_not_uk_licensed"),
                            gate="prescription",
                        ),
                    )
                )
            ),
        ),
        "present",
        id="present-export-brand-whatever-the-page-asks-for",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_unlicensed_medicine_for_sale(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("unlicensed_medicine_for_sale", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
