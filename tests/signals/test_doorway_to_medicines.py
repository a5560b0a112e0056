from __future__ import annotations

import pytest

from tests.signals.build import detect, link, page

LINK = link("https://pills.test/cialis.html?aff=1", "Go now")
CASES = [
    pytest.param((page(text="Redirecting …", links=(LINK,)),), "present", id="present-link"),
    pytest.param(
        (page(text="Please wait", refreshes=("https://pills.test/buy-xanax-online/",)),),
        "present",
        id="present-refresh",
    ),
    pytest.param(
        (page(text="Please wait", refreshes=("https://viagra-shop.test/",)),),
        "present",
        id="present-named-in-host",
    ),
    pytest.param(
        (page(text="Please wait", refreshes=("https://pills.test/",)),),
        "absent",
        id="absent-no-medicine-in-the-way",
    ),
    pytest.param(
        (page(text="We have moved", links=(link("https://shop.test/viagra", "here"),)),),
        "absent",
        id="near-miss-sibling-under-another-suffix",
    ),
    pytest.param(
        (page(text="Next", links=(link("https://shop.example/viagra", "Viagra"),)),),
        "absent",
        id="near-miss-own-site",
    ),
    pytest.param(
        (page(text="What to know about sildenafil. " * 40, links=(LINK,)),),
        "not_applicable",
        id="near-miss-article-with-a-source",
    ),
    pytest.param(
        (
            page(
                text="Links", links=tuple(link(f"https://a{i}.test/viagra", "x") for i in range(9))
            ),
        ),
        "not_applicable",
        id="near-miss-menu",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_doorway_to_medicines(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("doorway_to_medicines", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
