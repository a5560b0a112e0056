from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, identifier, medicine, offer, page, read_site, shop, site

CASES = [
    pytest.param(read_site(shop()), "present", id="present-nobody"),
    pytest.param(
        read_site(shop(), contact=page(text="Superintendent pharmacist: A. Person")),
        "absent",
        id="absent-named",
    ),
    pytest.param(
        read_site(shop(), terms=page(identifiers=(identifier("gphc_person", "2012345"),))),
        "absent",
        id="near-miss-number-only",
    ),
    pytest.param(site(shop()), "unknown", id="unknown-pages-not-read"),
    pytest.param(
        read_site(
            shop(offers=(offer(medicine=medicine("Paracetamol", "paracetamol", status="otc")),))
        ),
        "not_applicable",
        id="not-applicable-over-the-counter",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_responsible_person_absent(seen: Site, outcome: str) -> None:
    finding = detect("responsible_person_absent", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert not finding.quotes
