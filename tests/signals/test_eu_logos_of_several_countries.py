from __future__ import annotations

import pytest

from checker.page.facts import Seal
from checker.site import Site
from tests.signals.build import detect, page, seal, shop, site


def logo(link: str = "", words: str = "eu-logo") -> Seal:
    return seal(
        "EU common logo",
        kind="medicines regulator (EU/EEA)",
        link=link,
        link_state="genuine" if link else "unlinked",
        quote=words,
    )


FRENCH = logo("https://www.ordre.pharmacien.fr/x/1")
GERMAN = logo("https://versandhandel.dimdi.de/x/1")
CASES = [
    pytest.param(site(shop(seals=(FRENCH, GERMAN))), "present", id="present-links"),
    pytest.param(
        site(shop(seals=(logo(words="eu-logo-fr.png"), logo(words="eu-logo-pl.png")))),
        "present",
        id="present-pictures",
    ),
    pytest.param(site(shop(seals=(FRENCH,)), shop(seals=(FRENCH,))), "absent", id="absent-same"),
    pytest.param(
        site(shop(seals=(FRENCH, logo(words="Cliquez ici")))), "absent", id="near-miss-uncertain"
    ),
    pytest.param(
        site(page(seals=(FRENCH, GERMAN))), "not_applicable", id="near-miss-explains-the-logos"
    ),
    pytest.param(site(shop()), "not_applicable", id="no-logo"),
]


@pytest.mark.parametrize(("seen", "outcome"), CASES)
def test_eu_logos_of_several_countries(seen: Site, outcome: str) -> None:
    finding = detect("eu_logos_of_several_countries", seen)
    assert finding.outcome == outcome
    assert finding.summary.text()
    assert bool(finding.quotes) == (outcome == "present")
