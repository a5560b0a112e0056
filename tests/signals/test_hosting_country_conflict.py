from __future__ import annotations

import pytest

from checker.origin import Origin
from checker.site import Site
from tests.signals.build import address, detect, origin, shop, site

CASES = [
    pytest.param(site(shop(addresses=(address(),))), origin("RU"), "present", id="present"),
    pytest.param(
        site(shop(title="Canadian Pharmacy")),
        origin("MD"),
        "present",
        id="present: by what it calls itself",
    ),
    pytest.param(site(shop(addresses=(address(),))), origin("GB"), "absent", id="absent"),
    pytest.param(
        site(shop(addresses=(address(),))), origin("US"), "absent", id="near_miss: where all rent"
    ),
    pytest.param(
        site(shop(addresses=(address(),))), origin("FI"), "absent", id="near_miss: a neighbour"
    ),
    pytest.param(
        site(shop(), host="www.shop.de"),
        origin("RU"),
        "not_applicable",
        id="near_miss: only the ending speaks of a country",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        origin(None, front="Cloudflare"),
        "unknown",
        id="unknown: behind a delivery network",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        origin("RU", front="Example CDN"),
        "unknown",
        id="unknown: the front's country is not the site's",
    ),
    pytest.param(
        site(shop(addresses=(address(),))),
        origin(None),
        "unknown",
        id="unknown: not in the database",
    ),
]


@pytest.mark.parametrize(("seen", "place", "outcome"), CASES)
def test_hosting_country_conflict(seen: Site, place: Origin, outcome: str) -> None:
    finding = detect("hosting_country_conflict", seen, place)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
