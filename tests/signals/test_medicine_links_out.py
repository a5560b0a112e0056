from __future__ import annotations

import pytest

from tests.signals.build import detect, link, medicine, page

CASES = [
    pytest.param(
        (
            page(
                medicines=(medicine(),),
                links=tuple(
                    link(f"https://s{i}.test/", n)
                    for i, n in enumerate(("Viagra", "Cialis online", "buy Xanax"))
                ),
            ),
        ),
        "present",
        id="present-three-links",
    ),
    pytest.param(
        (
            page(
                medicines=(medicine(),),
                links=tuple(
                    link(f"https://shop.example/{n}", n) for n in ("Viagra", "Cialis", "Xanax")
                ),
            ),
        ),
        "absent",
        id="absent-own-links",
    ),
    pytest.param(
        (
            page(
                medicines=(medicine(),),
                links=(link("https://a.test/", "Viagra"), link("https://b.test/", "Cialis")),
            ),
        ),
        "absent",
        id="near-miss-two-sources",
    ),
    pytest.param((page(links=(link(),)),), "not_applicable", id="near-miss-no-medicine"),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_medicine_links_out(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("medicine_links_out", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
