"""Bounds of days that a registry can mean."""

from __future__ import annotations

from datetime import date

EARLIEST = date(1985, 1, 1)
"""The first names in the DNS; older days are placeholders."""
LATEST = date(2200, 1, 1)


def plausible(day: date, latest: date) -> bool:
    """Whether ``day`` can be a day of a registration, ``latest`` being the last possible one."""
    return EARLIEST <= day <= latest
