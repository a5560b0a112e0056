"""The pages that tell what a host is about, beside the typed one."""

from __future__ import annotations

from dataclasses import dataclass

from checker.domains import domain_of
from checker.evidence import (
    CRAWLED_PAGE,
    FETCHED_PAGE,
    SEARCHED_PAGE,
    START_PAGE,
    Evidence,
    Missing,
    PageVisit,
)
from checker.page.facts import PageFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPages:
    """The typed page, and what else was seen of its host."""

    page: PageFacts
    others: tuple[PageFacts, ...] = ()
    """The same address as further visitors are shown it."""
    home: PageFacts | None = None
    """The home page of the same site."""

    @property
    def views(self) -> tuple[PageFacts, ...]:
        """The typed address as all visitors are shown it."""
        return (self.page, *self.others)

    @classmethod
    def of(cls, evidence: Evidence) -> HostPages | Missing:
        """The pages in ``evidence``; missing where the typed one is."""
        page = evidence.page
        if isinstance(page, Missing):
            return page
        further = map(evidence.value, (FETCHED_PAGE, SEARCHED_PAGE, CRAWLED_PAGE))
        home, own = evidence.value(START_PAGE), domain_of(page.facts.url)
        return cls(
            page=page.facts,
            others=tuple(v.facts for v in further if isinstance(v, PageVisit) and v is not page),
            home=home.facts
            if isinstance(home, PageVisit) and domain_of(home.facts.url) == own
            else None,
        )
