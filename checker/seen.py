"""One page in several views: as the asker's own browser shows it, as we fetch it, and as we fetch it in the
way of a visitor who comes from a search page or, where that is switched on, of a search engine's crawler.

A shop may show its offer to people who come from a search and something harmless to a checker. So a page
that a client sends is judged as the page of its address, together with whatever we fetched; the two are
told apart by their view, and compared (:mod:`checker.signals.offer_shown_to_visitors_only`). We cannot
know that the site really showed it: every such report says who saw the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from checker.evidence import (
    CRAWLED_PAGE,
    FETCHED_PAGE,
    NOTHING_THERE,
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
    """One page as several visitors saw it: a plain one, and at least one other."""

    fetched: PageFacts | None
    """Under its plain address; None where the site has nothing for plain visitors but an error."""
    client: PageFacts | None = None
    search: PageFacts | None = None
    crawler: PageFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one kind of visitor was shown."""

    view: View
    offered: tuple[str, ...]
    """Medicines put up for sale, as the page names them, each once."""
    host: str
    """Where the visit ended; empty when no page came of it."""
    missing: MissingReason | None = None
    """Why no page came of it."""


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
    by_client = _seen_by_client(evidence)
    asked = any(o.view in _OTHERS for o in evidence.observations)
    if not asked:
        return Missing(source=CLIENT_PAGE, reason=MissingReason.NOT_APPLICABLE)
    fetched = _facts(evidence, FETCHED_PAGE if by_client else "page")
    others = [
        _facts(evidence, source)
        for source in ("page" if by_client else CLIENT_PAGE, SEARCHED_PAGE, CRAWLED_PAGE)
    ]
    if isinstance(fetched, Missing) and fetched.reason not in NOTHING_THERE:
        return fetched
    if all(isinstance(page, Missing) for page in others):
        unread = [p for p in others if isinstance(p, Missing)]
        return next((p for p in unread if p.reason is not MissingReason.NOT_ASKED), unread[0])
    client, search, crawler = (None if isinstance(page, Missing) else page for page in others)
    return Views(
        fetched=None if isinstance(fetched, Missing) else fetched,
        client=client,
        search=search,
        crawler=crawler,
    )


def _seen_by_client(evidence: Evidence) -> bool:
    return any(o.source == "page" and o.view is View.CLIENT for o in evidence.observations)


def shown_to(evidence: Evidence) -> tuple[Shown, ...]:
    """What each kind of visitor was shown, the plain one first; nothing where the page was seen in one view
    only."""
    sources = {FETCHED_PAGE if _seen_by_client(evidence) else "page", SEARCHED_PAGE, CRAWLED_PAGE}
    sources |= {"page", CLIENT_PAGE}
    newest = {o.source: o for o in evidence.observations if o.source in sources}
    shown = [_shown(observation) for observation in newest.values()]
    if len(shown) < 2:
        return ()
    return tuple(sorted(shown, key=lambda one: _ORDER.index(one.view)))


def _shown(observation: Observation) -> Shown:
    value = observation.value
    if not isinstance(value, PageVisit):
        reason = value.reason if isinstance(value, Missing) else MissingReason.UNREADABLE
        return Shown(view=observation.view, offered=(), host="", missing=reason)
    offers = (offer.medicine.name for offer in value.facts.offers if offer.medicine)
    return Shown(
        view=observation.view,
        offered=tuple(dict.fromkeys(offers)),
        host=urlsplit(value.response.url).hostname or "",
    )


_OTHERS = (View.CLIENT, View.SEARCH, View.CRAWLER)
_ORDER = (
    View.FETCHED,
    View.SUPPLIED,
    View.SEARCH,
    View.CRAWLER,
    View.CLIENT,
    View.PASTED,
    View.ASKED,
)


def _facts(evidence: Evidence, source: str) -> PageFacts | Missing:
    value = evidence.value(source)
    if isinstance(value, PageVisit):
        return value.facts
    reason = value.reason if isinstance(value, Missing) else MissingReason.UNREADABLE
    return Missing(source=source, reason=reason)
