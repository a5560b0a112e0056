"""A site as far as it was read: the typed page and the telling pages found from it.

Whether something is absent can only be said of a site whose contact, imprint and terms pages
were read; :attr:`Site.identity_read` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from checker.evidence import Evidence, PageVisit
from checker.finding import Quote
from checker.page.facts import PageFacts, Place

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Site:
    """All pages of one site that could be read."""

    host: str
    domain: str
    country: str
    """The buyer's country (ISO 3166)."""
    visits: tuple[PageVisit, ...]
    """The typed page first; never empty."""

    @classmethod
    def of(cls, evidence: Evidence) -> Site:
        """The site in ``evidence``, whose typed page must have been read."""
        return cls(
            host=evidence.target.host,
            domain=evidence.target.domain or evidence.target.host,
            country=evidence.country,
            visits=evidence.visits,
        )

    @property
    def page(self) -> PageFacts:
        """The typed page."""
        return self.visits[0].facts

    @cached_property
    def pages(self) -> tuple[PageFacts, ...]:
        """All pages, the typed one first."""
        return tuple(visit.facts for visit in self.visits)

    @property
    def roles(self) -> frozenset[str]:
        """Which kinds of page were read."""
        return frozenset(visit.role for visit in self.visits)

    @property
    def identity_read(self) -> bool:
        """True when the pages on which a seller says who it is were read: a contact page or an
        imprint, and the terms."""
        return bool({"contact", "imprint"} & self.roles) and "terms" in self.roles

    def every(self, facts: Callable[[PageFacts], tuple[T, ...]]) -> Iterator[tuple[PageFacts, T]]:
        """Each fact of one kind on all pages, with its page: ``site.every(lambda p: p.phones)``."""
        for page in self.pages:
            for fact in facts(page):
                yield page, fact


def quote(page: PageFacts, text: str, place: Place | str) -> Quote:
    """``text`` as seen on ``page``, shortened, with the address (no query) and the place."""
    part = place if isinstance(place, str) else place.part
    address = page.url.split("?", 1)[0].split("#", 1)[0]
    return Quote(text=shorten(text), where=f"{address} ({part})")


def shorten(text: str, limit: int = 160) -> str:
    """``text`` on one line, at most ``limit`` characters, cut at a word with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[: limit - 1].rsplit(" ", 1)[0] + "…"
