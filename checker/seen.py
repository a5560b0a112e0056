"""The page as the asker's own browser shows it, beside the page as we fetch it.

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
class TwoViews:
    """One page as two visitors saw it."""

    client: PageFacts
    fetched: PageFacts


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


def two_views(evidence: Evidence) -> TwoViews | Missing:
    """The page in both views; missing when no client sent one, and when we could not read it ourselves."""
    if not any(o.view is View.CLIENT for o in evidence.observations):
        return Missing(source="page:client", reason=MissingReason.NOT_APPLICABLE)
    page, fetched = evidence.page, evidence.value(FETCHED_PAGE)
    if isinstance(page, Missing):
        return page
    if isinstance(fetched, PageVisit):
        return TwoViews(client=page.facts, fetched=fetched.facts)
    reason = fetched.reason if isinstance(fetched, Missing) else MissingReason.UNREADABLE
    return Missing(source=FETCHED_PAGE, reason=reason)
