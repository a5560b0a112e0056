"""What was seen, by whom, when and in which view: the only input of every judgement.

Evidence is a set of observations. New sources (registration, registers, a second view of the
page) are further observations, never further fields. A source that did not answer is
:class:`Missing` with a reason: unknown is a value here, and never the same as absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from checker.certificate import Certificate
from checker.claim_check import ClaimChecks
from checker.dns_records import DnsRecords
from checker.origin import Origin, WayOrigins
from checker.registers.answer import RegisterAnswer
from checker.registration import Registration
from checker.relatives import Relatives

if TYPE_CHECKING:
    from checker.page.facts import PageFacts
    from checker.target import Target


class View(StrEnum):
    """Through whose eyes a page was seen."""

    FETCHED = "as_fetched"
    """Fetched by us, under our own name."""
    SUPPLIED = "as_supplied"
    """Handed to us as a file, and judged as if served at the address."""
    CLIENT = "as_client_saw"
    """Shown by the asker's own browser, who sent it to us. Whether the site showed it we cannot know."""
    SEARCH = "as_from_search"
    """Fetched by us, under our own name, in the way of a visitor who comes from a search page."""
    CRAWLER = "as_crawler"
    """Fetched by us, with the name of a search engine's crawler beside our own."""
    PASTED = "as_pasted"
    """The words of a message or a listing that somebody pasted, taken for those of the seller it leads to."""
    ASKED = "as_asked"
    """The answer of a service (a registry, a name server, a database), not of the site's pages."""


class MissingReason(StrEnum):
    """Why a source has no value. These are the words of the report's coverage."""

    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    """The question does not arise for this address: there is nothing to ask."""
    NO_NETWORK = "no_network"
    REFUSED_ADDRESS = "refused_address"
    """Our own guard does not go there."""
    DNS = "dns"
    DNS_TIMEOUT = "dns_timeout"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TLS = "tls"
    TLS_TIMEOUT = "tls_timeout"
    NO_ENCRYPTION = "no_encryption"
    """The site answers, and offers no encrypted connections: it has no certificate to show."""
    BLOCKED = "blocked"
    """The site refused our check (401, 403, 429, a challenge page). Says nothing about the site."""
    THROTTLED = "throttled"
    """A service we asked turned us away, mostly because it was asked too often."""
    ROBOTS = "robots"
    """The site asks programs not to read this further page."""
    HTTP_STATUS = "http_status"
    SERVER_ERROR = "server_error"
    """A service we asked had a failure of its own."""
    PROTOCOL = "protocol"
    """The answer is not HTTP as it should be."""
    REDIRECT = "redirect"
    """Too many hops, a loop, or a hop that cannot be followed."""
    NOT_HTML = "not_html"
    UNREADABLE = "unreadable"
    """Something came that cannot be decoded or parsed within the limits."""
    EMPTY = "empty"
    NOT_FOUND = "not_found"
    """The page was looked for on the site and no link leads to one."""


NOTHING_THERE = frozenset({MissingReason.HTTP_STATUS, MissingReason.EMPTY})
"""What a site answers that has nothing for plain visitors. A refusal is no such answer, nor is silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A source without an answer."""

    source: str
    reason: MissingReason
    detail: str = ""
    """For the curious; plain ASCII words, no markup, never an address with its query."""
    hops: tuple[Hop, ...] = ()
    """For a page: the steps that were seen before the way to it broke off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What the encrypted connection showed. Faults are facts, not failures."""

    version: str
    fault: str | None = None
    """``expired``, ``self_signed``, ``wrong_host``, ``untrusted`` …, or None when all was well."""
    issuer: str | None = None
    subject: str | None = None
    names: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    certificate_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of the way to a page: an address asked and what it answered."""

    url: str
    host: str
    status: int
    location: str | None = None
    """The address it pointed on to, resolved; None for the last hop."""
    tls: Tls | None = None
    address: str = ""
    """The IP address that answered; empty where nobody wrote it down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A bounded answer to one page visit."""

    url: str
    """Where the visit ended."""
    hops: tuple[Hop, ...]
    """All steps, the last one being the answer itself; at least one unless supplied as a file."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """The headers that matter (content type, language, server, refresh …), names in lower case."""
    body: bytes
    """At most 2 MiB, content coding removed."""
    truncated: bool = False
    wire_bytes: int = 0
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header called ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVisit:
    """One page of the site: why it was read, the answer, and the facts read from it."""

    role: str
    """``typed`` for the address itself, ``fetched`` for our own visit to it beside a client's,
    ``searched`` for the one as if from a search page, ``crawled`` for the one as a crawler, ``start`` for the
    home page that is read to tell what the host is about, else ``contact``, ``about``,
    ``imprint``, ``terms``, ``delivery``, ``prescription`` or ``product``."""
    response: Response
    facts: PageFacts


ServiceAnswer = (
    RegisterAnswer
    | ClaimChecks
    | Registration
    | DnsRecords
    | Certificate
    | Origin
    | WayOrigins
    | Relatives
)
"""What a service or a list said, as against a page of the site."""

ObservedValue = PageVisit | ServiceAnswer | Missing

V = TypeVar(
    "V",
    PageVisit,
    RegisterAnswer,
    ClaimChecks,
    Registration,
    DnsRecords,
    Certificate,
    Origin,
    Relatives,
)

FETCHED_PAGE = "page:fetched"
"""The typed page as we fetched it, where ``page`` is the one that a client saw."""

SEARCHED_PAGE = "page:searched"
"""The typed page as we fetched it in the way of a visitor who comes from a search page."""

CRAWLED_PAGE = "page:crawled"
"""The typed page as we fetched it with the name of a search engine's crawler beside our own."""

START_PAGE = "page:start"
"""The home page of the typed host, where that host passed the visitor on to another site, or where a page within it
offers medicines that its name has nothing of."""

FAMILIES = "families"
"""What the sites checked before tell of this one."""

WAY_ORIGINS = "origin:way"
"""Networks and countries of the hosts on the way to the page."""

ADDRESS_SOURCES = ("registration", "dns", "certificate", "origin")
"""What is asked about an address besides its pages, in the order shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One source's answer: what, from where, when, in which view."""

    source: str
    """``page`` for the typed page, ``page:contact`` … for the further ones, ``registers`` for the lists on
    this computer, ``claims`` for what authorities said of the site's claims, ``registration``,
    ``dns``, ``certificate`` and ``origin`` for what stands behind the address, ``families`` for the sites checked
    before that belong with it."""
    view: View
    at: datetime
    value: ObservedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything gathered about one address."""

    target: Target
    country: str
    """ISO 3166 code of the buyer's country: the law the report speaks for."""
    checked_at: datetime
    observations: tuple[Observation, ...] = ()

    def value(self, source: str) -> ObservedValue:
        """The newest answer of ``source``; ``Missing(not_asked)`` when nobody asked."""
        for observation in reversed(self.observations):
            if observation.source == source:
                return observation.value
        return Missing(source=source, reason=MissingReason.NOT_ASKED)

    @property
    def page(self) -> PageVisit | Missing:
        """The typed page. Where a plain visitor gets none and other visitors are offered medicines, theirs."""
        page = self._answer("page", PageVisit)
        if isinstance(page, Missing):
            others = (self.value(source) for source in (SEARCHED_PAGE, CRAWLED_PAGE))
            offering = (o for o in others if isinstance(o, PageVisit) and o.facts.on_offer)
            return next(offering, page)
        return page

    @property
    def registers(self) -> RegisterAnswer | Missing:
        """What registers and warning lists say of the domain."""
        return self._answer("registers", RegisterAnswer)

    @property
    def claims(self) -> ClaimChecks | Missing:
        """What the authorities said of the site's claims."""
        return self._answer("claims", ClaimChecks)

    @property
    def registration(self) -> Registration | Missing:
        """What the registry says about the registrable domain."""
        return self._answer("registration", Registration)

    @property
    def dns(self) -> DnsRecords | Missing:
        """What the DNS says about the host and its domain."""
        return self._answer("dns", DnsRecords)

    @property
    def certificate(self) -> Certificate | Missing:
        """The certificate of the host."""
        return self._answer("certificate", Certificate)

    @property
    def origin(self) -> Origin | Missing:
        """Network and country of the host."""
        return self._answer("origin", Origin)

    @property
    def relatives(self) -> Relatives | Missing:
        """The sites checked before that belong with this one."""
        return self._answer(FAMILIES, Relatives)

    def _answer(self, source: str, kind: type[V]) -> V | Missing:
        value = self.value(source)
        if isinstance(value, kind | Missing):
            return value
        return Missing(source=source, reason=MissingReason.UNREADABLE, detail="of another kind")

    @property
    def hops(self) -> tuple[Hop, ...] | Missing:
        """The way to the typed page, as far as it was seen."""
        page = self.page
        if isinstance(page, Missing):
            return page.hops or page
        return page.response.hops or Missing(source="hops", reason=MissingReason.NOT_ASKED)

    @property
    def visits(self) -> tuple[PageVisit, ...]:
        """All pages that could be read, the typed one first."""
        return telling(o.value for o in self.observations if isinstance(o.value, PageVisit))

    @property
    def missing(self) -> tuple[Missing, ...]:
        """All sources that were asked and gave nothing."""
        return tuple(o.value for o in self.observations if isinstance(o.value, Missing))


def telling(visits: Iterable[PageVisit]) -> tuple[PageVisit, ...]:
    """``visits`` without views of other visitors that offer no more than was seen before: what stands in
    several must not count twice. Nor is the home page, which is read to tell what the host is about, a page on
    which a seller says who it is."""
    pages = [visit for visit in visits if visit.role != "start"]
    seen = frozenset[str]().union(*(p.facts.on_offer for p in pages if p.role in _PLAIN))
    others = [page for page in pages if page.role in _OTHERS]
    for page in sorted(others, key=lambda page: _OTHERS.index(page.role)):
        if not page.facts.on_offer - seen:
            pages.remove(page)
        seen |= page.facts.on_offer
    return tuple(pages)


_PLAIN = ("typed", "fetched")
_OTHERS = ("searched", "crawled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Gathering began to ask ``source``."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A source answered."""

    observation: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class WasMissing:
    """A source did not answer; the observation says why."""

    observation: Observation


Event = Started | Found | WasMissing


def observed(events: Iterable[Event]) -> tuple[Observation, ...]:
    """The observations of a finished stream of events, in order of arrival."""
    return tuple(e.observation for e in events if not isinstance(e, Started))
