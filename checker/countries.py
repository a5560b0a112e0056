"""The countries a report can speak for."""

from __future__ import annotations

from functools import cache

from checker.errors import InputRefused
from checker.message import N_, Message, message
from checker.reference import table

NO_COUNTRY = ""
"""Stands for a buyer who chose no country: the law part then answers for none."""

_ALSO_WRITTEN = {"UK": "GB", "EL": "GR"}


@cache
def countries() -> dict[str, str]:
    """English names by ISO 3166 code."""
    return {row["code"]: row["name"] for row in table("countries")}


def country_name(code: str) -> Message:
    """The name of the country ``code``, or the words for a report that speaks for none.

    >>> country_name("DE").text(), country_name("").text()
    ('Germany', 'no country chosen')
    """
    if code == NO_COUNTRY:
        return message(N_("no country chosen"))
    return message("{name}", name=countries().get(code, code))


def read_country(typed: str | None) -> str:
    """The ISO 3166 code meant by ``typed``; :data:`NO_COUNTRY` when nothing was typed.

    Raises :class:`InputRefused` (``country``) when there is no such country.

    >>> read_country("uk"), read_country(None)
    ('GB', '')
    """
    code = (typed or "").strip().upper()
    if not code:
        return NO_COUNTRY
    code = _ALSO_WRITTEN.get(code, code)
    if code not in countries():
        raise InputRefused(
            "country",
            message(
                N_("{typed} is not a country code. Two letters are needed, as in GB, DE or US."),
                typed=repr((typed or "")[:20]),
            ),
        )
    return code
