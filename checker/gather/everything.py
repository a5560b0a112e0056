"""All sources of one check side by side under one deadline, each event as it happens.

The page, the registration and the DNS are asked at once. The certificate comes out of the visit
to the page, so that no second connection is made where one has shown it; the origin is read from
the first address the DNS gave. What is late is missing, and named so.
"""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from checker.authorities import Authority
from checker.claim_check import ClaimChecks
from checker.claims import SiteIdentity, claims_of
from checker.countries import NO_COUNTRY
from checker.dns_records import DnsRecords
from checker.domains import registrable
from checker.errors import FetchRefused
from checker.evidence import (
    ADDRESS_SOURCES,
    FAMILIES,
    START_PAGE,
    WAY_ORIGINS,
    Event,
    Evidence,
    Found,
    Missing,
    MissingReason,
    Observation,
    ObservedValue,
    PageVisit,
    Response,
    Started,
    View,
    WasMissing,
    telling,
)
from checker.gather import page
from checker.gather.certificate import find_certificate
from checker.gather.confirm import ConfirmCache, confirm_all
from checker.gather.dns import ask_dns
from checker.gather.origin import OriginData, find_origin, find_way_origins
from checker.gather.page import Read
from checker.gather.registration import Memory, Registries, look_up
from checker.gather.side_by_side import start
from checker.lists import Lists, look_in_lists
from checker.net import Limits, Network, judge_url
from checker.page.facts import PageFacts
from checker.registers import answer
from checker.registration import Registration, RegistrationState
from checker.relatives import Relatives
from checker.site import Site
from checker.target import Target

log = logging.getLogger(__name__)

_CONFIRMED = ConfirmCache()
_GRACE = 0.2
"""Seconds after the deadline in which sources may still say themselves that they were late."""
_LAST_SECONDS = 1.0
"""For what can only be asked once all else has answered, however late that was."""
_DNS_SECONDS = 5.0
"""For the name servers, so that time is left to look their answer up in the database."""
_VIEWS = {
    "page": View.FETCHED,
    "certificate": View.FETCHED,
    **page.VIEWS,
    START_PAGE: View.FETCHED,
}
_SAYS_NOTHING = {
    RegistrationState.THROTTLED: MissingReason.THROTTLED,
    RegistrationState.SERVER_ERROR: MissingReason.SERVER_ERROR,
    RegistrationState.UNPARSEABLE: MissingReason.UNREADABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the sources behind an address work with, where that is not the usual."""

    origin: OriginData | None = None
    """Networks and countries, supplied by the operator; without it that source is not asked."""
    registries: Registries | None = None
    """Whom to ask about registrations; those of the internet when None."""
    memory: Memory | None = None
    """Remembered registrations; that of the process when None."""
    registrations: Callable[[str], Registration | Missing] | None = None
    """Tells what is known of a domain's registration already, and nobody is asked; None asks."""
    lists: Lists = answer
    """Registers and warning lists; those kept on this computer."""
    confirmed: ConfirmCache = field(default_factory=lambda: _CONFIRMED)
    """Remembered answers of authorities; those of the process."""
    authorities: tuple[Authority, ...] = ()
    """Whom claims may be put to beside the authorities we know."""
    crawler_view: bool = False
    """Visit a page that offers no medicine once more with a crawler's name beside our own."""
    families: Callable[[Evidence], Relatives | Missing] | None = None
    """Tells which of the sites checked before belong with the one that was looked at; None asks nobody."""


def gather_all(
    target: Target,
    network: Network,
    limits: Limits,
    read: Read,
    clock: Callable[[], datetime],
    *,
    sources: Sources | None = None,
) -> Iterator[Event]:
    """Everything about ``target`` within ``limits.gather`` seconds; raises nothing of its own.

    The iterator may be closed or interrupted at any time. Threads that are then still waiting hold
    nothing but their own connection, and end by its deadline.
    """
    gathering = _Gathering(
        target=target,
        network=network,
        limits=limits,
        read=read,
        clock=clock,
        sources=sources or Sources(),
    )
    try:
        yield from gathering.events()
    finally:
        gathering.over = True


@dataclass(slots=True, kw_only=True)
class _Gathering:
    """One gathering: its sources at work, and the events they put into one queue."""

    target: Target
    network: Network
    limits: Limits
    read: Read
    clock: Callable[[], datetime]
    sources: Sources
    over: bool = False
    """Nobody listens any more."""
    end: float = field(init=False)
    told: queue.SimpleQueue[Event | None] = field(init=False, default_factory=queue.SimpleQueue)
    """Events; None when one worker is done."""
    page: Future[PageVisit | Missing] = field(init=False, default_factory=Future)
    dns: Future[DnsRecords | Missing] = field(init=False, default_factory=Future)
    visits: Future[tuple[PageVisit, ...]] = field(init=False, default_factory=Future)
    """All pages that could be read, once no more are coming."""

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.limits.gather

    @property
    def left(self) -> float:
        return max(self.end - time.monotonic(), 0.0)

    def events(self) -> Iterator[Event]:
        """All sources, and then what the sites checked before tell of what was seen."""
        begun, seen = self.clock(), []
        for event in self._side_by_side():
            if not isinstance(event, Started):
                seen.append(event.observation)
            yield event
        if self.sources.families is not None:
            evidence = Evidence(
                target=self.target,
                country=NO_COUNTRY,
                checked_at=begun,
                observations=tuple(seen),
            )
            yield Started(source=FAMILIES)
            yield self._event(FAMILIES, self._relatives(partial(self.sources.families, evidence)))

    def _relatives(self, ask: Callable[[], Relatives | Missing]) -> ObservedValue:
        """The answer of a store that may be another machine's."""
        answer: Future[ObservedValue] = Future()
        start(lambda: answer.set_result(_answer(FAMILIES, ask)))
        try:
            return answer.result(timeout=max(self.left, _LAST_SECONDS))
        except TimeoutError:
            return _late(FAMILIES)

    def _side_by_side(self) -> Iterator[Event]:
        yield Started(source="registers")
        yield self._listed()
        workers = [self._page, self._claims, *self._address_workers()]
        for worker in workers:
            start(partial(self._work, worker))
        waited_for: list[str] = []
        running = len(workers)
        while running:
            try:
                event = self.told.get(timeout=self.left + _GRACE)
            except queue.Empty:
                break
            if event is None:
                running -= 1
                continue
            _note(event, waited_for)
            yield event
        yield from (self._event(source, _late(source)) for source in waited_for)

    def _work(self, worker: Callable[[], None]) -> None:
        try:
            worker()
        finally:
            self.told.put(None)

    def _tell(self, event: Event) -> None:
        if not self.over:
            self.told.put(event)

    def _event(self, source: str, value: ObservedValue) -> Event:
        seen = Observation(
            source=source, view=_VIEWS.get(source, View.ASKED), at=self.clock(), value=value
        )
        return (
            WasMissing(observation=seen) if isinstance(value, Missing) else Found(observation=seen)
        )

    # The page

    def _page(self) -> None:
        visits = []
        try:
            for event in page.gather(
                self.target,
                self.network,
                self.limits,
                self._read_page,
                self.clock,
                crawler_view=self.sources.crawler_view,
            ):
                if self.over:
                    return
                self._tell(event)
                if isinstance(event, Started):
                    continue
                value = event.observation.value
                assert isinstance(value, PageVisit | Missing)
                if isinstance(value, PageVisit):
                    visits.append(value)
                if event.observation.source == "page":
                    self.page.set_result(value)
        finally:
            if not self.page.done():
                self.page.set_result(_late("page"))
            self.visits.set_result(telling(visits))

    def _read_page(self, response: Response) -> PageFacts | Missing:
        """The facts of a page. Once nobody listens the reading processes may be gone: no defect."""
        gone = Missing(source="page", reason=MissingReason.UNREADABLE, detail="check was ended")
        if self.over:
            return gone
        try:
            return self.read(response)
        except Exception:
            if self.over:
                return gone
            raise

    # What lists and authorities say

    def _listed(self) -> Event:
        seen = look_in_lists(self.target, self.clock(), self.sources.lists)
        if isinstance(seen.value, Missing):
            return WasMissing(observation=seen)
        return Found(observation=seen)

    def _claims(self) -> None:
        self._ask("claims", self._check_claims)

    def _check_claims(self) -> ClaimChecks | Missing:
        """Once the site's pages are read, its claims are put to the authorities they name."""
        visits = self.visits.result()
        if not visits:
            page = self.page.result()
            reason = page.reason if isinstance(page, Missing) else MissingReason.UNREADABLE
            return Missing(source="claims", reason=reason)
        site = Site(
            host=self.target.host,
            domain=self.target.domain or self.target.host,
            country="",
            visits=visits,
        )
        checks = confirm_all(
            claims_of(site, self.sources.authorities),
            SiteIdentity.of(site),
            self.network,
            self.limits,
            read=self._read_page,
            deadline=self.end,
            clock=self.clock,
            cache=self.sources.confirmed,
            further=self.sources.authorities,
        )
        return ClaimChecks(checks=tuple(checks))

    # What stands behind the address

    def _address_workers(self) -> list[Callable[[], None]]:
        """One for each source, unless the guard does not let this address be asked about."""
        try:
            judge_url(self.target.url, self.network.ports, self.network.names)
        except FetchRefused as refused:
            # A port is no secret; the name of a machine inside somebody's network is.
            if refused.reason != "port":
                return [partial(self._refuse, refused.reason)]
        return [self._registration, self._dns, self._certificate, self._origin]

    def _refuse(self, detail: str) -> None:
        for source in ADDRESS_SOURCES:
            missing = Missing(source=source, reason=MissingReason.REFUSED_ADDRESS, detail=detail)
            self._tell(self._event(source, missing))

    def _registration(self) -> None:
        unasked = no_registration(self.target)
        if unasked is not None:
            self._tell(self._event("registration", unasked))
            return
        self._ask("registration", self._look_up)

    def _look_up(self) -> Registration | Missing:
        told = self.sources.registrations
        return said(told(self.target.domain) if told else self._ask_registry())

    def _ask_registry(self) -> Registration | Missing:
        return look_up(
            self.target.domain,
            self.network,
            deadline=self.left,
            limits=self.limits,
            registries=self.sources.registries,
            memory=self.sources.memory,
            clock=self.clock,
        )

    def _dns(self) -> None:
        try:
            found = self._ask("dns", self._ask_dns)
            assert isinstance(found, DnsRecords | Missing)
            self.dns.set_result(found)
        finally:
            if not self.dns.done():
                self.dns.set_result(_late("dns"))

    def _ask_dns(self) -> DnsRecords | Missing:
        return ask_dns(self.target, self.network, min(self.left, _DNS_SECONDS))

    def _certificate(self) -> None:
        self._ask("certificate", self._find_certificate)

    def _find_certificate(self) -> ObservedValue:
        visit = self.page.result()  # Never waits longer than the page's own deadline.
        limits = replace(self.limits, total=min(self.limits.total, self.left))
        return find_certificate(self.target, visit, self.network, limits, self.clock())

    def _origin(self) -> None:
        data = self.sources.origin
        if data is None:
            unasked = find_origin(self.target, _late("dns"), None)
            self._tell(self._event("origin", unasked))
            return
        self._ask("origin", lambda: find_origin(self.target, self.dns.result(), data))
        page = self.page.result()
        hops = page.hops if isinstance(page, Missing) else page.response.hops
        if any(hop.host != self.target.host for hop in hops):
            self._ask(WAY_ORIGINS, lambda: find_way_origins(hops, data))

    def _ask(self, source: str, question: Callable[[], ObservedValue]) -> ObservedValue:
        self._tell(Started(source=source))
        value = _answer(source, question)
        self._tell(self._event(source, value))
        return value


def _answer(source: str, question: Callable[[], ObservedValue]) -> ObservedValue:
    """What comes of ``question``: a defect of our own costs one source, not the whole check."""
    try:
        return question()
    except Exception:
        log.exception("asking %s failed", source)
        detail = "failed inside our own program"
        return Missing(source=source, reason=MissingReason.UNREADABLE, detail=detail)


def said(found: Registration | Missing) -> Registration | Missing:
    """``found``, or why a registry that answered said nothing about the name."""
    if isinstance(found, Registration) and found.state in _SAYS_NOTHING:
        reason = _SAYS_NOTHING[found.state]
        return Missing(source="registration", reason=reason, detail=found.server)
    return found


def no_registration(target: Target) -> Missing | None:
    """Why no registry is asked about ``target``, if none is."""
    if not target.domain:
        detail = "an address without a domain"
    elif (company := registrable(target.host)).private:
        # Age and owner of the company's domain say nothing about a site that it lends a name.
        detail = f"a name lent by {company.company_domain}"
    else:
        return None
    return Missing(source="registration", reason=MissingReason.NOT_APPLICABLE, detail=detail)


def _note(event: Event, waited_for: list[str]) -> None:
    """Keep account of the sources that were asked and have not answered."""
    if isinstance(event, Started):
        waited_for.append(event.source)
    elif event.observation.source in waited_for:
        waited_for.remove(event.observation.source)


def _late(source: str) -> Missing:
    return Missing(source=source, reason=MissingReason.TIMEOUT, detail="not within the budget")
