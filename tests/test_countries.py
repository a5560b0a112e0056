"""Countries a report can speak for."""

from __future__ import annotations

import pytest

from checker.countries import NO_COUNTRY, countries, country_name, read_country
from checker.errors import InputRefused


@pytest.mark.parametrize(
    ("typed", "code"), [("GB", "GB"), ("de", "DE"), (" us ", "US"), ("UK", "GB"), ("el", "GR")]
)
def test_read_country(typed: str, code: str) -> None:
    assert read_country(typed) == code
    assert countries()[code]


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_no_country_chosen(typed: str | None) -> None:
    assert read_country(typed) == NO_COUNTRY
    assert country_name(NO_COUNTRY).text() == "no country chosen"


@pytest.mark.parametrize(
    "typed", ["XX", "GBR", "Germany", "\x1b[31m", "g b", "\ud800\ud800", "ZZ" * 999]
)
def test_unknown_country(typed: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_country(typed)
    assert refused.value.reason == "country"
    assert len(refused.value.message.text()) < 200


def test_every_country_has_two_letters_and_a_name() -> None:
    assert len(countries()) == 249
    assert all(len(code) == 2 and code.isupper() and name for code, name in countries().items())
