"""First look at hostile text, before a parser sees it."""

from __future__ import annotations

from dataclasses import dataclass

BYTES_LIMIT = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text that can be parsed within the limits, and what was cut to make it so."""

    html: str
    cuts: tuple[str, ...] = ()


def prepare(html: str) -> Prepared:
    """Cut ``html`` to what can be parsed in time."""
    return Prepared(html=html[:BYTES_LIMIT])
