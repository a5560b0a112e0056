from __future__ import annotations

import pytest

from checker.signals.place_offers_raw_material import detect
from checker.target import read_target

CASES = [
    pytest.param(
        "https://www.alibaba.com/product-detail/TDP-5-tablet-press_1.html", "present", id="present"
    ),
    pytest.param("https://www.ebay.co.uk/itm/pill-press-machine/1", "present", id="present-press"),
    pytest.param(
        "https://www.made-in-china.com/showroom/x/Steroid-raw-powder.html",
        "present",
        id="present-powder",
    ),
    pytest.param(
        "https://www.alibaba.com/product-detail/Garden-chairs_1.html", "absent", id="absent"
    ),
    pytest.param(
        "https://www.ebay.co.uk/itm/olive-press-machine/1", "absent", id="near-miss-olives"
    ),
    pytest.param("https://www.ebay.co.uk/itm/protein-powder/1", "absent", id="near-miss-food"),
    pytest.param(
        "https://www.ebay.co.uk/itm/tablet-case-press-stud/1", "absent", id="near-miss-tablet"
    ),
    pytest.param("https://tablet-press.com/", "not_applicable", id="near-miss-a-maker"),
]


@pytest.mark.parametrize(("typed", "outcome"), CASES)
def test_place_offers_raw_material(typed: str, outcome: str) -> None:
    finding = detect(read_target(typed))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
