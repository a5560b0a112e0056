from __future__ import annotations

import pytest

from tests.signals.build import detect, hop

CASES = [
    pytest.param(
        (
            (
                hop("https://garden-club.example/", status=302, location="https://shop.test/"),
                hop("https://shop.test/"),
            ),
        ),
        "present",
        id="present-other-site",
    ),
    pytest.param(((hop(),),), "absent", id="absent-one-hop"),
    pytest.param(
        (
            (
                hop("http://shop.example/", status=301, location="https://www.shop.example/"),
                hop("https://www.shop.example/"),
            ),
        ),
        "absent",
        id="near-miss-www-and-https",
    ),
    pytest.param(
        (
            (
                hop("http://shop.example/", status=301, location="https://www.shop.co.uk/"),
                hop("https://www.shop.co.uk/"),
            ),
        ),
        "absent",
        id="near-miss-another-ending",
    ),
]


@pytest.mark.parametrize(("parts", "outcome"), CASES)
def test_redirected_to_other_site(parts: tuple[object, ...], outcome: str) -> None:
    finding = detect("redirected_to_other_site", *parts)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
