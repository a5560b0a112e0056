"""Recognising the places where sellers work without a site of their own.

Sites that are somebody's own although another name stands in the address (free site builders,
reviews, pharmacies gathered on one host) are in the table too, so that they are told apart; they
are no platforms here, and are read like any site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from checker.hosts import HostTable
from checker.patterns import compiled, loads_patterns
from checker.reference import table

OWN_SITES = frozenset(
    {"site-builder", "pharmacy-platform", "review-site", "user-pages", "parcel-forwarder"}
)
"""Kinds whose pages are read and judged like any other site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A place where sellers work without a site of their own, or a service that only points on."""

    name: str
    """As people call it; the host, where the table has several services in one row."""
    row: str
    """Name of its row in platforms.csv."""
    kind: str
    """``social``, ``messenger``, ``classified``, ``b2b``, ``darknet``, ``link-shortener`` … as in
    platforms.csv."""
    advice: str
    """Key of the advice given for it."""
    seller_marker: bool
    """The address itself has the form of a seller's profile, group or listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    kind: str
    advice: str
    marker: re.Pattern[str] | None

    @property
    def is_one(self) -> bool:
        """The row has one service, and its name is what people call it."""
        return self.name[0].isupper() and not any(mark in self.name for mark in (",", "/", "("))


def platform_of(host: str, url: str) -> Platform | None:
    """The platform that ``host`` (ASCII, lower case) belongs to, or None.

    >>> platform_of("m.facebook.com", "https://m.facebook.com/groups/1").seller_marker
    True
    >>> platform_of("pills.wixsite.com", "https://pills.wixsite.com/") is None
    True
    """
    row = next(_table().find(host), None)
    if row is None or row.kind in OWN_SITES:
        return None
    marked = row.marker is not None and row.marker.search(url) is not None
    return Platform(
        name=row.name if row.is_one else host.removeprefix("www."),
        row=row.name,
        kind=row.kind,
        advice=row.advice,
        seller_marker=marked,
    )


@loads_patterns
@cache
def _table() -> HostTable[_Row]:
    by_host: dict[str, _Row] = {}
    for cells in table("platforms"):
        marker = cells["seller_marker_regex"]
        row = _Row(
            name=cells["name"],
            kind=cells["kind"],
            advice=cells["advice_key"],
            marker=compiled(marker) if marker else None,
        )
        by_host.update(dict.fromkeys(cells["hosts"].split(), row))
    return HostTable(by_host)
