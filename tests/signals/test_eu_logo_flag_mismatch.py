from __future__ import annotations

import pytest

from checker.site import Site
from tests.signals.build import detect, page, seal, site

FRENCH, GERMAN = "https://www.ordre.pharmacien.fr/x/1", "https://versandhandel.dimdi.de/x/1"


def logo(words: str, link: str = "", **changes: str) -> Site:
    kind = changes.get("kind", "medicines regulator (EU/EEA)")
    state = "genuine" if link else "unlinked"
    return site(
        page(seals=(seal("EU common logo", kind=kind, link=link, link_state=state, quote=words),))
    )


CASES = [
    pytest.param(logo("Cliquez ici pour vérifier", GERMAN), "present", id="present-words"),
    pytest.param(logo("eu-logo-fr.png", GERMAN), "present", id="present-file-name"),
    pytest.param(logo("Cliquez ici pour vérifier", FRENCH), "absent", id="absent-same-state"),
    pytest.param(
        logo("Cliquez ici", "https://www.fagg-afmps.be/fr/9"),
        "absent",
        id="near-miss-shared-language",
    ),
    pytest.param(logo("eu-common-logo.png", GERMAN), "not_applicable", id="near-miss-no-flag"),
    pytest.param(logo("logo-me.png", GERMAN), "not_applicable", id="near-miss-other-letters"),
    pytest.param(logo("eu-logo-fr.png"), "not_applicable", id="near-miss-no-link"),
    pytest.param(
        logo("logo-fr.png", GERMAN, kind="reviews"), "not_applicable", id="near-miss-other-mark"
    ),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_eu_logo_flag_mismatch(seen: Site, outcome: str) -> None:
    finding = detect("eu_logo_flag_mismatch", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
