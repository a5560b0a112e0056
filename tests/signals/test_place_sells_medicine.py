from __future__ import annotations

import pytest

from checker.signals.place_sells_medicine import detect
from checker.target import read_target

CASES = [
    pytest.param("https://t.me/viagra_uk", "present", id="present-chat"),
    pytest.param(
        "https://wa.me/447700900123?text=buy%20xanax", "present", id="present-first-words"
    ),
    pytest.param("https://www.instagram.com/buyxanaxuk", "present", id="present-glued-name"),
    pytest.param("https://www.facebook.com/groups/ozempicforsale", "present", id="present-group"),
    pytest.param(
        "https://www.gumtree.com/p/other/xanax-2mg-bars/1", "present", id="present-advert"
    ),
    pytest.param(
        "https://www.alibaba.com/product-detail/Tadalafil-powder-99_16.html",
        "present",
        id="present-powder",
    ),
    pytest.param("https://www.ebay.co.uk/itm/ozempic-1mg-pen/1", "present", id="present-listing"),
    pytest.param("https://t.me/s/daily_news", "absent", id="absent"),
    pytest.param(
        "https://www.facebook.com/millroadpharmacy", "absent", id="near-miss-pharmacy-page"
    ),
    pytest.param("https://www.linkedin.com/company/novo-nordisk", "absent", id="near-miss-company"),
    pytest.param("https://www.reddit.com/r/Ozempic", "absent", id="near-miss-patients-forum"),
    pytest.param(
        "https://www.facebook.com/groups/ozempic-support", "absent", id="near-miss-patients"
    ),
    pytest.param("https://www.amazon.co.uk/Ozempic-Cookbook/dp/B0", "absent", id="near-miss-book"),
    pytest.param(
        "https://www.amazon.co.uk/Paracetamol-500mg-tablets/dp/B0", "absent", id="near-miss-free"
    ),
    pytest.param("https://github.com/x/viagra", "not_applicable", id="near-miss-no-platform"),
    pytest.param("https://viagra-shop.com/", "not_applicable", id="near-miss-a-site"),
]


@pytest.mark.parametrize(("typed", "outcome"), CASES)
def test_place_sells_medicine(typed: str, outcome: str) -> None:
    finding = detect(read_target(typed))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
