from __future__ import annotations

import pytest

from checker.page.facts import Offer
from tests.signals.build import detect, medicine, offer, shop, site


def mix(*goods: tuple[str, str, str], gate: str = "none_seen") -> tuple[Offer, ...]:
    """Offers of (name, status, category)."""
    return tuple(
        offer(medicine=medicine(name, name, status=status, category=category), gate=gate)
        for name, status, category in goods
    )


CASES = [
    pytest.param(
        (
            site(
                shop(
                    offers=mix(
                        ("a", "rx", "erectile dysfunction"),
                        ("b", "rx", "erectile dysfunction"),
                        ("c", "rx", "weight loss"),
                    )
                )
            ),
        ),
        "present",
        id="present-three-potency-medicines",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=mix(
                        ("a", "rx", "erectile dysfunction"), ("b", "otc", ""), ("c", "rx", "")
                    )
                )
            ),
        ),
        "absent",
        id="absent-ordinary-range",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=mix(
                        ("a", "rx", "erectile dysfunction"),
                        ("b", "rx", "erectile dysfunction"),
                        ("c", "rx", "erectile dysfunction"),
                        gate="consultation",
                    )
                )
            ),
        ),
        "absent",
        id="near-miss-all-behind-a-consultation",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=mix(
                        ("a", "rx", "erectile dysfunction"), ("b", "rx", "erectile dysfunction")
                    )
                )
            ),
        ),
        "not_applicable",
        id="near-miss-two-are-no-range",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_lifestyle_medicines_only(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("lifestyle_medicines_only", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
