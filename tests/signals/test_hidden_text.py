from __future__ import annotations

import pytest

from tests.signals.build import detect, page, phrase, seal

CASES = [
    pytest.param(
        (page(hidden_text="Viagra Cialis Xanax Valium tramadol modafinil"),),
        "present",
        id="present-many-medicines",
    ),
    pytest.param(
        (
            page(
                hidden_text="Registered with the GPhC. VIPPS verified. A prescription is required."
            ),
        ),
        "present",
        id="present-approvals",
    ),
    pytest.param(
        (page(hidden_text="VIPPS NABP GPhC verified " * 9),), "present", id="present-names-of-marks"
    ),
    pytest.param(
        (
            page(
                text="Registered with the GPhC. A prescription is required.",
                hidden_text="Registered with the GPhC. A prescription is required. " * 9,
                phrases=(phrase("prescription_required"),),
            ),
        ),
        "present",
        id="present-repeated",
    ),
    pytest.param((page(),), "absent", id="absent-none"),
    pytest.param(
        (
            page(
                text="Registered with the GPhC. A prescription is required.",
                hidden_text="Is the pharmacy registered with the GPhC? A prescription is required.",
                phrases=(phrase("prescription_required"),),
            ),
        ),
        "absent",
        id="near-miss-shown-as-well",
    ),
    pytest.param(
        (
            page(
                hidden_text="Registered with the GPhC. Open daily.",
                seals=(seal("GPhC internet pharmacy logo"),),
            ),
        ),
        "absent",
        id="near-miss-the-seal-is-shown",
    ),
    pytest.param(
        (page(hidden_text="Is the pharmacy registered with the GPhC?"),),
        "absent",
        id="near-miss-a-question-in-a-closed-list",
    ),
    pytest.param(
        (
            page(
                hidden_text="Skip to content. Menu. We use cookies. Trusted Shops, Norton, Trustpilot"
            ),
        ),
        "absent",
        id="near-miss-labels-and-marks-of-any-shop",
    ),
    pytest.param((page(hidden_text="Viagra, Cialis"),), "absent", id="near-miss-a-menu-entry"),
    pytest.param(
        (page(hidden_text="paracetamol ibuprofen cetirizine loratadine omeprazole aspirin"),),
        "absent",
        id="near-miss-over-the-counter",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_hidden_text(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("hidden_text", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
