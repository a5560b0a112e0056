from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, site

CASES = [
    pytest.param(
        site(
            page(
                seals=(
                    seal(
                        "LegitScript certification",
                        kind="private certification",
                        link="https://www.legitscript.com/websites/?checker_keywords=lawful.example.com",
                        link_state="genuine",
                        entry="lawful-clinic.com",
                    ),
                )
            )
        ),
        "present",
        id="present-other-address",
    ),
    pytest.param(
        site(
            page(
                url="https://www.clinic.com/",
                seals=(
                    seal("LegitScript certification", link_state="genuine", entry="clinic.com"),
                ),
            )
        ),
        "absent",
        id="absent-own-address",
    ),
    pytest.param(
        site(
            page(
                url="https://www.clinic.co.uk/",
                seals=(
                    seal("LegitScript certification", link_state="genuine", entry="clinic.com"),
                ),
            )
        ),
        "absent",
        id="near-miss-other-ending",
    ),
    pytest.param(
        site(
            page(seals=(seal("LegitScript certification", link_state="genuine", entry="7451234"),))
        ),
        "absent",
        id="near-miss-number",
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_seal_of_other_site(seen: Site, outcome: str) -> None:
    finding = detect("seal_of_other_site", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
