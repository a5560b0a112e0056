from __future__ import annotations

import pytest

from tests.signals.build import detect, page, site

CASES = [
    pytest.param("ModafinilCity: delivery", "present", id="present-camel-case"),
    pytest.param("Welcome to Viagra-Shop24", "present", id="present-hyphen"),
    pytest.param("cialisdepot.example | home", "present", id="present-address-as-name"),
    pytest.param("High Street Pharmacy", "absent", id="absent"),
    pytest.param("Modafinil: patient leaflet", "absent", id="near-miss-leaflet"),
    pytest.param("VIAGRA® (sildenafil citrate)", "absent", id="near-miss-makers-page"),
    pytest.param("Modafinils compared", "absent", id="near-miss-plural"),
    pytest.param("Specialist-Clinic24", "absent", id="near-miss-name-inside-a-word"),
]


@pytest.mark.parametrize(("title", "outcome"), CASES)
def test_site_named_after_medicine(title: str, outcome: str) -> None:
    finding = detect("site_named_after_medicine", site(page(title=title)))
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
