from __future__ import annotations

import pytest

from tests.signals.build import detect, medicine, offer, shop, site

BESIDE = offer(gate="beside")
CIALIS = medicine("Cialis", "tadalafil")
CASES = [
    pytest.param((site(shop(offers=(BESIDE,))),), "present", 1.0, id="present-beside"),
    pytest.param(
        (site(shop(offers=(BESIDE, offer(medicine=CIALIS, gate="beside")))),),
        "present",
        2.0,
        id="present-two-medicines",
    ),
    pytest.param((site(shop()),), "absent", 1.0, id="absent-nothing-asks-at-all"),
    pytest.param(
        (site(shop(offers=(offer(gate="prescription"),))),),
        "absent",
        1.0,
        id="absent-an-upload-stands-before-the-button",
    ),
    pytest.param(
        (site(shop(offers=(offer(action="consultation", gate="consultation"),))),),
        "absent",
        0.0,
        id="near-miss-the-button-leads-to-a-consultation",
    ),
    pytest.param(
        (
            site(
                shop(
                    offers=(
                        offer(
                            medicine=medicine("Nurofen", "ibuprofen", status="otc"), gate="beside"
                        ),
                    )
                )
            ),
        ),
        "absent",
        0.0,
        id="near-miss-over-the-counter-medicine",
    ),
]


@pytest.mark.parametrize(("parts", "outcome", "buttons"), CASES)
def test_prescription_step_passed_by(
    parts: tuple[object, ...], outcome: str, buttons: float
) -> None:
    finding = detect("prescription_step_passed_by", *parts)
    assert finding.outcome == outcome
    assert finding.measures["buttons"] == buttons
    assert bool(finding.quotes) == (outcome == "present")
