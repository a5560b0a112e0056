from __future__ import annotations

import pytest

from tests.signals.build import detect, offer, page, shop, site

CASES = [
    pytest.param((site(shop(offers=(offer(action="chat"),))),), "present", id="present-chat"),
    pytest.param(
        (site(shop(offers=(offer(action="telephone"),))),), "present", id="present-telephone"
    ),
    pytest.param((site(shop()),), "absent", id="absent-basket"),
    pytest.param((site(page(contacts=())),), "not_applicable", id="near-miss-chat-without-offer"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_prescription_medicine_by_messenger(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("prescription_medicine_by_messenger", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
