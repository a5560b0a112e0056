"""The way to an offer and on from it: who passed the visitor on, how, where each stands and what it is about.

Steps are read from what was seen: answers of servers, and what the pages themselves hold (read, never run or
followed). What is odd about them is said by :mod:`checker.way_facts`; it carries no weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from checker.domains import domain_of
from checker.evidence import (
    CRAWLED_PAGE,
    SEARCHED_PAGE,
    START_PAGE,
    WAY_ORIGINS,
    Evidence,
    Hop,
    Missing,
    PageVisit,
    View,
)
from checker.origin import Origin, WayOrigins
from checker.page.actions import action_of_label
from checker.page.facts import PageFacts
from checker.page.medicines import in_host, names_in
from checker.patterns import compiled
from checker.services import is_embedded
from checker.urls import UrlError, parse
from checker.wrappers import opened

MOST_STEPS = 30
MOST_LINKS = 400
"""Links of the page looked at."""
ORDERS = frozenset(("basket", "checkout"))
"""Purposes of forms, and words of links, with which an order begins."""
_AFFILIATE = frozenset(
    """a_aid a_bid aff aff_id aff_sub affcode affid affiliate affiliate_id affiliateid afid awc clickid click_id
    clickref idev_id irclickid subid sub_id tap_a webmaster wm wmid""".split()  # noqa: SIM905
)
"""Names of parameters in which shops are told whom to pay for a visitor."""
_PERHAPS = frozenset("partner partner_id ref refid referrer sub".split())  # noqa: SIM905
"""Names that mean it in an address to which another site leads, and within a site mostly something else."""
_PAID_PATH = compiled(r"/(?:ref|aff|affid|affiliate|partner|webmaster|wm)[/_-]\d{1,12}(?:/|\Z)")
"""The same in a path, with as little certainty."""
_ENOUGH_WORDS = 12
"""Words of text from which a page without medicines is about something else. Our judgement."""
_BREAKS = str.maketrans(dict.fromkeys("-_/+.", " "))


class Subject(StrEnum):
    """What a step is about."""

    MEDICINES = "medicines"
    SOMETHING_ELSE = "something_else"
    UNKNOWN = "unknown"
    """Its page was not read, or too little of it."""


class How(StrEnum):
    """How a step comes about."""

    TYPED = "typed"
    WRAPPER = "wrapper"
    """Opened from what the address says; nobody was asked."""
    SHORT_LINK = "short_link"
    """Opened by asking its service."""
    REDIRECT = "redirect"
    """A server's answer."""
    REFRESH = "refresh"
    """Meta refresh, its header, or script of the page; not followed."""
    FRAME = "frame"
    """Another site shown inside the page; not followed."""
    ORDER = "order"
    """Where an order form or the link to a basket leads; not followed."""


TAKEN = (How.TYPED, How.REDIRECT)
"""Steps at whose end somebody was asked for a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayStep:
    """One step: a host, and how the visitor comes to it."""

    how: How
    host: str
    domain: str = ""
    other_site: bool = False
    """Another registrable domain than the step before."""
    medicine: str = ""
    """A medicine that the address names, or empty."""
    affiliate: bool = False
    """The address says whom to pay for the visitor."""
    status: int = 0
    """What the server answered; 0 where none was asked."""
    fault: str = ""
    """What is wrong with the certificate it showed, or empty."""
    country: str = ""
    """ISO 3166 code of the network; empty when not known."""
    front: str = ""
    """The delivery network before it, behind which the country is not known."""
    subject: Subject = Subject.UNKNOWN
    title: str = ""
    """What its page calls itself, where one was read."""
    takes_orders: bool = False
    """Its page has a basket or an order form."""
    view: View = View.FETCHED
    """Of whose way it is a step: of every visitor's, else of those alone whom we visited the page like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """All steps in order, and where links of the page lead that say whom to pay."""

    steps: tuple[WayStep, ...] = ()
    paid_links: tuple[str, ...] = ()
    """Hosts of other sites to which links about medicines lead with the number of whoever is paid for the
    visitor."""


NO_WAY = Way()
"""Nothing was seen."""


def way_of(evidence: Evidence) -> Way:
    """The way as far as it was seen; pure."""
    page = evidence.page
    paid = () if isinstance(page, Missing) else tuple(_paid_links(page.facts))
    return Way(steps=tuple(_steps(evidence))[:MOST_STEPS], paid_links=paid)


def _steps(evidence: Evidence) -> Iterator[WayStep]:
    target, page = evidence.target, evidence.page
    for host in target.unwrapped_from:
        how = How.SHORT_LINK if host in target.asked else How.WRAPPER
        yield _step(how, f"https://{host}/")
    taken = list(_taken(evidence))
    if not isinstance(page, Missing):
        taken[-1] = _with_page(taken[-1], page.facts)
    if len(taken) > 1:
        taken[0] = _with_start(taken[0], evidence.value(START_PAGE))
    yield from taken
    onwards = [] if isinstance(page, Missing) else [*_onwards(page.facts, taken[-1].domain)]
    yield from onwards
    known = {(step.how, step.domain) for step in (*taken, *onwards)}
    for source in (SEARCHED_PAGE, CRAWLED_PAGE):
        yield from _of_others(evidence, source, known)


def _of_others(evidence: Evidence, source: str, known: Set[tuple[How, str]]) -> Iterator[WayStep]:
    """Steps on which other visitors alone were taken to further sites, or are sent on to them."""
    seen = next((o for o in reversed(evidence.observations) if o.source == source), None)
    value = seen.value if seen is not None else None
    if seen is None or value is evidence.page or not isinstance(value, PageVisit | Missing):
        return
    hops = value.hops if isinstance(value, Missing) else value.response.hops
    way = [*_along(evidence, hops)]
    if isinstance(value, PageVisit) and way:
        way[-1] = _with_page(way[-1], value.facts)
        way += _onwards(value.facts, way[-1].domain)
    for step in way:
        if step.other_site and (step.how, step.domain) not in known:
            yield replace(step, view=seen.view)


def _taken(evidence: Evidence) -> Iterator[WayStep]:
    """The steps at which servers were asked, with where they stand; one only for a page never asked for."""
    hops = evidence.hops
    if isinstance(hops, Missing):
        yield _step(How.TYPED, evidence.target.url)
        return
    yield from _along(evidence, hops)


def _along(evidence: Evidence, hops: Iterable[Hop]) -> Iterator[WayStep]:
    """A step for each of ``hops``, with where its server stands."""
    before = ""
    for number, hop in enumerate(hops):
        step = _step(How.REDIRECT if number else How.TYPED, hop.url, before)
        before = step.domain
        yield _placed(step, hop, _origin(evidence, hop.host))


def _placed(step: WayStep, hop: Hop, origin: Origin | None) -> WayStep:
    fault = hop.tls.fault if hop.tls and hop.tls.fault else ""
    country = origin.country if origin and origin.country else ""
    front = origin.front if origin and origin.front else ""
    return replace(step, status=hop.status, fault=fault, country=country, front=front)


def _origin(evidence: Evidence, host: str) -> Origin | None:
    on_way = evidence.value(WAY_ORIGINS)
    found = on_way.of(host) if isinstance(on_way, WayOrigins) else None
    own = evidence.origin
    if found is None and host == evidence.target.host and isinstance(own, Origin):
        return own
    return found


def _with_page(step: WayStep, page: PageFacts) -> WayStep:
    return replace(
        step,
        subject=subject_of(page),
        title=page.title.strip(),
        takes_orders=any(form.purpose in ORDERS for form in page.forms) or bool(page.on_offer),
    )


def _with_start(step: WayStep, home: object) -> WayStep:
    """``step`` with what the host's home page is about, if that page is really one of its own."""
    if not isinstance(home, PageVisit) or domain_of(home.response.url) != step.domain:
        return step
    return replace(step, subject=subject_of(home.facts), title=home.facts.title.strip())


def subject_of(page: PageFacts) -> Subject:
    """What ``page`` is about, told from what it offers and names to its readers."""
    if page.on_offer or page.care or any(medicine.in_body for medicine in page.medicines):
        return Subject.MEDICINES
    if page.shell or len(page.text.split()) < _ENOUGH_WORDS:
        return Subject.UNKNOWN
    return Subject.SOMETHING_ELSE


def _onwards(page: PageFacts, before: str) -> Iterator[WayStep]:
    """Where the page leads by itself, shows another site, or takes its orders."""
    frames = [url for url in page.frames if not is_embedded(domain_of(url))]
    refreshes = [url for url in map(_unwrapped, page.refreshes) if not is_embedded(domain_of(url))]
    ways = ((How.REFRESH, refreshes), (How.FRAME, frames), (How.ORDER, _orders(page)))
    seen: set[tuple[How, str]] = set()
    for how, urls in ways:
        for url in urls:
            other = domain_of(url) if url.startswith("http") else ""
            if other and other != before and (how, other) not in seen:
                seen.add((how, other))
                yield _step(how, url, before)


def _unwrapped(url: str) -> str:
    """The address inside ``url``, where a service that we know wraps it."""
    try:
        return opened(parse(url)) or url
    except UrlError:
        return url


def _orders(page: PageFacts) -> Iterator[str]:
    yield from (form.action for form in page.forms if form.purpose in ORDERS)
    yield from (
        link.url for link in page.links[:MOST_LINKS] if action_of_label(link.text) in ORDERS
    )


def _paid_links(page: PageFacts) -> Iterator[str]:
    """Hosts of other sites to which links that name a medicine lead with somebody's number."""
    own, seen = domain_of(page.url), set[str]()
    for link in page.links[:MOST_LINKS]:
        if not link.url.startswith("http"):
            continue
        step = _step(How.TYPED, link.url, own)
        if not step.affiliate:
            continue
        named = step.medicine or (len(link.text) <= 100 and names_in(link.text))
        if named and step.domain not in ("", own, *seen):
            seen.add(step.domain)
            yield step.host


def _pays(url: str, *, from_elsewhere: bool) -> bool:
    """Whether an address carries the number of whoever is paid for the visitor."""
    try:
        parts = urlsplit(url)
        fields = parse_qsl(parts.query, max_num_fields=60)
    except ValueError:  # Hostile addresses need not parse.
        return False
    names = {name.lower() for name, _ in fields}
    if not _AFFILIATE.isdisjoint(names):
        return True
    return from_elsewhere and not (
        _PERHAPS.isdisjoint(names) and _PAID_PATH.search(parts.path[:2000]) is None
    )


def _step(how: How, url: str, before: str = "") -> WayStep:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:  # Hostile addresses need not parse.
        return WayStep(how=how, host="")
    domain = domain_of(url)
    named = (*in_host(host), *names_in(unquote(parts.path)[:2000].translate(_BREAKS)))
    other_site = bool(before) and domain != before
    return WayStep(
        how=how,
        host=host,
        domain=domain,
        other_site=other_site,
        medicine=named[0].name if named else "",
        affiliate=_pays(url, from_elsewhere=other_site),
    )
