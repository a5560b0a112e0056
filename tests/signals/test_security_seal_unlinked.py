from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, shop, site

CASES = [
    pytest.param(
        site(shop(seals=(seal("McAfee Secure / TrustedSite", kind="malware seal"),))),
        "present",
        id="present-picture",
    ),
    pytest.param(
        site(
            shop(
                seals=(
                    seal("McAfee Secure / TrustedSite", kind="malware seal", link_state="genuine"),
                )
            )
        ),
        "absent",
        id="near-miss-report",
    ),
    pytest.param(
        site(page(seals=(seal("McAfee Secure / TrustedSite", kind="malware seal"),))),
        "not_applicable",
        id="not-applicable-no-medicine",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_security_seal_unlinked(seen: Site, outcome: str) -> None:
    finding = detect("security_seal_unlinked", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
