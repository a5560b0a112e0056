"""Seconds since 1970, as the service keeps times, and the times of reports."""

from __future__ import annotations

from datetime import UTC, datetime


def at(seconds: float) -> datetime:
    """The time ``seconds`` after 1970 began."""
    return datetime.fromtimestamp(seconds, UTC)
