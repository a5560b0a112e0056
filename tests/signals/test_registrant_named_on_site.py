from __future__ import annotations

from typing import Any

import pytest

from checker.registration import Privacy, Registration, RegistrationState
from checker.site import Site
from tests.signals.build import detect, page, read_site, registration, site


def owned_by(name: str | None, **changes: Any) -> Registration:
    """A registration whose owner is shown."""
    return registration(**{"privacy": Privacy.PUBLISHED, "registrant": name, **changes})


FOOTER = page(text="Shop\nTrading name of Example Pharmacy (Leeds) Limited, registered in England")

CASES = [
    pytest.param(site(FOOTER), owned_by("EXAMPLE PHARMACY (LEEDS) LTD."), "present", id="present"),
    pytest.param(
        site(page(text="Shop"), imprint=FOOTER),
        owned_by("Example Pharmacy (Leeds) Ltd"),
        "present",
        id="present: on another page",
    ),
    pytest.param(
        read_site(page(text="Shop")),
        owned_by("Other Traders LLC"),
        "absent",
        id="absent: all was read",
    ),
    pytest.param(
        site(page(text="Shop")),
        owned_by("Other Traders LLC"),
        "unknown",
        id="unknown: contact and terms were not read",
    ),
    pytest.param(
        read_site(page(text="Anexample pharmacyleeds of ours")),
        owned_by("Example Pharmacy Leeds"),
        "absent",
        id="near_miss: part of longer words",
    ),
    pytest.param(site(FOOTER), owned_by("Co Ltd"), "unknown", id="near_miss: only a legal form"),
    pytest.param(
        site(page(text="Example Privacy")),
        owned_by("Example Privacy", privacy=Privacy.PROXY),
        "not_applicable",
        id="near_miss: a privacy service",
    ),
    pytest.param(site(FOOTER), owned_by(None), "unknown", id="unknown: no owner is published"),
    pytest.param(
        site(FOOTER),
        owned_by("Example Pharmacy Leeds", state=RegistrationState.NOT_REGISTERED),
        "unknown",
        id="unknown: not registered",
    ),
]


@pytest.mark.parametrize(("seen", "answer", "outcome"), CASES)
def test_registrant_named_on_site(seen: Site, answer: Registration, outcome: str) -> None:
    finding = detect("registrant_named_on_site", seen, answer)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
