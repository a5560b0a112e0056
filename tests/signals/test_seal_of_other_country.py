from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import address, detect, page, phone, seal, site

CASES = [
    pytest.param(
        site(page(seals=(seal(),), phones=(phone("+911123456789", "IN"),))),
        "present",
        id="present-indian-telephone",
    ),
    pytest.param(
        site(page(seals=(seal(),), phones=(phone(),))), "absent", id="absent-british-telephone"
    ),
    pytest.param(
        site(page(seals=(seal(),), phones=(phone("+911123456789", "IN"),), addresses=(address(),))),
        "absent",
        id="near-miss-british-address",
    ),
    pytest.param(site(page(seals=(seal(),))), "unknown", id="unknown-no-place-told"),
    pytest.param(site(page(phones=(phone(),))), "not_applicable", id="not-applicable-no-seal"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_of_other_country(seen: Site, outcome: str) -> None:
    finding = detect("seal_of_other_country", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
