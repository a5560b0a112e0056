"""One page in several views: as the asker's own browser shows it, as we fetch it, and as we fetch it in the
way of a visitor who comes from a search page.

A shop may show its offer to people who come from a search and something harmless to a checker. So a page
that a client sends is judged as the page of its address, together with whatever we fetched; the two are
told apart by their view, and compared (:mod:`checker.signals.offer_shown_to_visitors_only`). We cannot
know that the site really showed it: every such report says who saw the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from checker.evidence import (
    FETCHED_PAGE,
    SEARCHED_PAGE,
    Evidence,
    Missing,
    MissingReason,
    Observation,
    PageVisit,
    Response,
    View,
)

if TYPE_CHECKING:
    from checker.judgement import Read
    from checker.page.facts import PageFacts

MAX_PAGE_BYTES = 2 * 1024 * 1024
"""As much of a page as is read of what a client sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """One page as several visitors saw it: ``fetched`` under its plain address, and at least one other view."""

    fetched: PageFacts
    client: PageFacts | None = None
    search: PageFacts | None = None


def with_page_seen(evidence: Evidence, html: bytes, read: Read, at: datetime) -> Evidence:
    """``evidence`` with ``html``, UTF-8, as the page that the client saw, and our own visit beside it.

    Our visit becomes the source :data:`~checker.evidence.FETCHED_PAGE`. A page that ``read`` cannot read
    changes nothing but that it is named as missing.
    """
    seen = _visit(evidence, html, read)
    if isinstance(seen, Missing):
        note = Observation(
            source=CLIENT_PAGE, view=View.CLIENT, at=at, value=replace(seen, source=CLIENT_PAGE)
        )
        return replace(evidence, observations=(*evidence.observations, note))
    first = Observation(source="page", view=View.CLIENT, at=at, value=seen)
    return replace(evidence, observations=(first, *map(_as_fetched, evidence.observations)))


CLIENT_PAGE = "page:client"


def _visit(evidence: Evidence, html: bytes, read: Read) -> PageVisit | Missing:
    hops = evidence.hops
    response = Response(
        url=evidence.target.url,
        hops=() if isinstance(hops, Missing) else hops,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html[:MAX_PAGE_BYTES],
        truncated=len(html) > MAX_PAGE_BYTES,
        wire_bytes=len(html),
    )
    facts = read(response)
    if isinstance(facts, Missing):
        return facts
    return PageVisit(role="typed", response=response, facts=facts)


def _as_fetched(observation: Observation) -> Observation:
    if observation.source != "page":
        return observation
    value = observation.value
    if isinstance(value, PageVisit):
        value = replace(value, role="fetched")
    elif isinstance(value, Missing):
        value = replace(value, source=FETCHED_PAGE)
    return replace(observation, source=FETCHED_PAGE, value=value)


def views_of(evidence: Evidence) -> Views | Missing:
    """The page in its views; missing when there is one only, and when we could not read it ourselves."""
    by_client = any(o.source == "page" and o.view is View.CLIENT for o in evidence.observations)
    asked = any(o.view in (View.CLIENT, View.SEARCH) for o in evidence.observations)
    if not asked:
        return Missing(source=CLIENT_PAGE, reason=MissingReason.NOT_APPLICABLE)
    fetched = _facts(evidence, FETCHED_PAGE if by_client else "page")
    client = _facts(evidence, "page" if by_client else CLIENT_PAGE)
    search = _facts(evidence, SEARCHED_PAGE)
    if isinstance(fetched, Missing):
        return fetched
    if isinstance(client, Missing) and isinstance(search, Missing):
        return search if client.reason is MissingReason.NOT_ASKED else client
    return Views(
        fetched=fetched,
        client=None if isinstance(client, Missing) else client,
        search=None if isinstance(search, Missing) else search,
    )


def _facts(evidence: Evidence, source: str) -> PageFacts | Missing:
    value = evidence.value(source)
    if isinstance(value, PageVisit):
        return value.facts
    reason = value.reason if isinstance(value, Missing) else MissingReason.UNREADABLE
    return Missing(source=source, reason=reason)
