from __future__ import annotations

import pytest

from checker.page.facts import Identifier
from checker.site import Site
from tests.signals.build import address, detect, identifier, page, phone, site

GPHC = identifier("gphc_premises", "9012345", country="GB")
INDIA = {"addresses": (address("1 Road, Mumbai 400001", country="IN", postcode="400001"),)}


def shown(*numbers: Identifier, **facts: object) -> Site:
    return site(page(identifiers=numbers, **facts))


CASES = [
    pytest.param(shown(GPHC, **INDIA), "present", id="present-address"),
    pytest.param(
        shown(identifier("ie_psi", "5012", country="IE"), phones=(phone("+4930123456", "DE"),)),
        "present",
        id="present-telephone",
    ),
    pytest.param(shown(GPHC, addresses=(address(),)), "absent", id="absent-same-country"),
    pytest.param(shown(GPHC, addresses=(address(),), phones=(phone("+9122", "IN"),)), "absent",
                 id="near-miss-one-agrees"),
    pytest.param(
        shown(GPHC, phones=(phone("+447624", "IM"),)), "absent", id="near-miss-isle-of-man"
    ),
    pytest.param(shown(GPHC), "unknown", id="unknown-no-address"),
    pytest.param(
        shown(identifier("gphc_premises", "123", country="GB", valid=False), **INDIA),
        "not_applicable",
        id="near-miss-no-such-number",
    ),
    pytest.param(shown(identifier("gmc", "1234567"), **INDIA), "not_applicable", id="near-miss-doctor"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_number_of_other_country(seen: Site, outcome: str) -> None:
    finding = detect("number_of_other_country", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
