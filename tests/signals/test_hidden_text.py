from __future__ import annotations

import pytest

from tests.signals.build import detect, page

CASES = [
    pytest.param(
        (page(hidden_text="Viagra Cialis Xanax Valium tramadol modafinil"),),
        "present",
        id="present-many-medicines",
    ),
    pytest.param((page(),), "absent", id="absent-none"),
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
