"""The countries a report can speak for."""

from __future__ import annotations

from functools import cache

from checker.errors import InputRefused
from checker.message import N_, message
from checker.reference import table

_ALSO_WRITTEN = {"UK": "GB", "EL": "GR"}


@cache
def countries() -> dict[str, str]:
    """English names by ISO 3166 code."""
    return {row["code"]: row["name"] for row in table("countries")}


def read_country(typed: str) -> str:
    """The ISO 3166 code meant by ``typed``.

    Raises :class:`InputRefused` (``country``) when there is no such country.

    >>> read_country("uk")
    'GB'
    """
    code = typed.strip().upper()
    code = _ALSO_WRITTEN.get(code, code)
    if code not in countries():
        raise InputRefused(
            "country",
            message(
                N_("{typed} is not a country code. Two letters are needed, as in GB, DE or US."),
                typed=repr(typed[:20]),
            ),
        )
    return code
