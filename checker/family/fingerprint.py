"""What a site shares with others of the same hand, as one value that can be kept.

A fingerprint holds numbers, contacts that a seller publishes, ids and names of servers: no page, no
address below the site's own name, nothing about who asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from checker.domains import registrable
from checker.evidence import Evidence, Missing, PageVisit
from checker.family import build, sketch
from checker.family.numbers import hashed
from checker.family.said import is_privacy, said
from checker.family.sketch import Sketch
from checker.page.facts import PageFacts
from checker.page.mails import free_provider
from checker.page.markers import strong_marks
from checker.patterns import compiled
from checker.reference import table
from checker.registers.answer import RegisterAnswer
from checker.registers.entry import EntryKind
from checker.relatives import Warned

MOST = 30
"""Marks that are kept of one kind, where the kind says nothing else."""

OPERATOR = ("telephone", "email", "mail_domain", "messenger", "billing")
"""Kinds of marks by which a seller is reached or paid."""
NUMBERED = ("sentence", "policy", "line", "style", "favicon")
"""Kinds of marks of which nothing but a number is kept."""

_WORD = compiled(r"[^\W\d_]+", 0)
_FAVICON = compiled(r"<link\b[^<>]{0,300}?\brel\s?=\s?[\"'](?:shortcut )?icon[\"'][^<>]{0,20000}>")
_DATA = compiled(r"href\s?=\s?[\"'](data:image/[^\"'<>]{40,16000})[\"']")


class Mark(NamedTuple):
    """One thing that sites of one hand have in common."""  # Compared by the hundred thousand: a tuple is fast.

    kind: str
    """``telephone``, ``email``, ``mail_domain``, ``messenger``, ``billing``, ``tracker``, ``certificate``,
    ``name_servers``, ``programme``, ``name``, or one of :data:`NUMBERED`: what is said (a long ``sentence``,
    a short ``line``, a sentence of a ``policy``) and how it is built (``style``, ``favicon``)."""
    value: str
    """As it can be shown; of the numbered kinds a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """One checked site."""

    domain: str
    seen: str
    """ISO day of the check."""
    level: str = ""
    """What the check came to; empty when nobody says."""
    listings: tuple[Warned, ...] = ()
    template: Sketch = ()
    text: Sketch = ()
    paths: Sketch = ()
    marks: frozenset[Mark] = frozenset()


def fingerprint(evidence: Evidence, level: str = "") -> Fingerprint | None:
    """The fingerprint of a checked site; None when no page of it could be read."""
    if not evidence.visits:
        return None
    domain = evidence.target.domain or evidence.target.host
    made = of_pages(domain, evidence.checked_at.date().isoformat(), evidence.visits)
    return replace(
        made,
        level=level,
        listings=_listings(evidence.registers),
        marks=made.marks | frozenset(_address_marks(evidence)),
    )


def of_pages(domain: str, seen: str, visits: Iterable[PageVisit]) -> Fingerprint:
    """The fingerprint of what was read of a site, without what stands behind its address."""
    visits = tuple(visits)
    pages = [visit.facts for visit in visits]
    bodies = [visit.response.body for visit in visits]
    return Fingerprint(
        domain=domain,
        seen=seen,
        template=sketch.sketch("template", chain.from_iterable(map(build.skeleton, bodies))),
        text=sketch.sketch("text", sketch.shingles(pages)),
        paths=sketch.sketch("paths", build.paths(pages)),
        marks=frozenset(_page_marks(domain, pages, bodies)),
    )


def _page_marks(domain: str, pages: list[PageFacts], bodies: list[bytes]) -> Iterator[Mark]:
    told = dict.fromkeys(chain.from_iterable(_told_by(domain, page) for page in pages))
    counted: Counter[str] = Counter()
    for mark in told:
        counted[mark.kind] += 1
        if counted[mark.kind] <= MOST:
            yield mark
    icons = dict.fromkeys(chain.from_iterable(map(_inline_icons, bodies)))
    yield from (Mark("favicon", str(icon)) for icon in icons)
    yield from (Mark("style", str(name)) for name in build.own_names(bodies))
    yield from (Mark(kind, str(number)) for kind, number in said(pages))


def _told_by(domain: str, page: PageFacts) -> Iterator[Mark]:
    if not is_privacy(page):  # It names those whom visitors' data are given to.
        yield from _contact_marks(page)
    yield from (Mark("tracker", f"{t.kind} {_account(t.value)}") for t in page.trackers)
    yield from (Mark("programme", name) for name in page.markers if name in strong_marks())
    yield from (Mark("billing", host) for host in _billing_hosts(domain, page))
    yield from (Mark("name", name) for name in _names(page))


def _account(tracker: str) -> str:
    """The account of a tracker's id: one owner's sites have ids of one account (``UA-12345-1``, ``-2``)."""
    found = _PROPERTY.fullmatch(tracker)
    return found[1] if found else tracker


_PROPERTY = compiled(r"(UA-\d{4,10})-\d{1,4}", 0)


def _contact_marks(page: PageFacts) -> Iterator[Mark]:
    for phone in page.phones:
        if len(phone.number) >= 9:
            yield Mark("telephone", phone.number)
    for email in page.emails:
        if free_provider(email.domain) or _domain(f"//{email.domain}/") not in _everyones():
            yield Mark("email", email.address)
        if not free_provider(email.domain) and email.domain not in _everyones():
            yield Mark("mail_domain", email.domain)
    for contact in page.contacts:
        if contact.kind == "messenger" and len(contact.handle) >= 5:
            yield Mark("messenger", f"{contact.service} {contact.handle}")


def _billing_hosts(domain: str, page: PageFacts) -> Iterator[str]:
    """Sites of others to which an order goes, payment providers left out."""
    own = (domain, _domain(page.url))
    for form in page.forms:
        if form.purpose in ("basket", "checkout") and form.action.startswith("http"):
            other = _domain(form.action)
            if other and other not in own and other not in _everyones():
                yield other


def _names(page: PageFacts) -> Iterator[str]:
    """What the site calls itself: the piece of the title beside the page's own, and names in its data."""
    pieces = [piece.strip() for piece in _TITLE.split(page.title[:300])]
    told = [item.name for item in page.structured[:10] if item.type in _ORGANISATIONS]
    holders = [found[1] for found in _COPYRIGHT.finditer(page.text[-20_000:])][:3]
    for name in [*(pieces if len(pieces) > 1 else ()), *told, *holders]:
        clean = " ".join(_WORD.findall(name.lower()))
        if 5 <= len(clean) <= 60 and clean not in _PLAIN_NAMES:
            yield clean


_TITLE = compiled(r"\s[|\u2013\u2014:\u00bb\u00b7-]\s|[|\u00bb\u00b7]", 0)
_COPYRIGHT = compiled(
    r"(?:\u00a9|\(c\) ?|copyright )[\s\d\u00a9\u2013-]{0,30}([^\n.|,\d\u00a9]{3,60})"
)
_ORGANISATIONS = ("Organization", "Pharmacy", "Store", "OnlineStore", "LocalBusiness", "WebSite")
_PLAIN_NAMES = frozenset(
    """online pharmacy|pharmacy|contact|contact us|about us|about|privacy policy|privacy|terms and conditions|shop|home
    page|online shop|checkout|products|welcome|blog|login|register|search|cart|faq|datenschutz|datenschutzerkl\u00e4rung
    |impressum|kontakt|startseite|accueil|inicio|contacto|contatti|sklep|sklep internetowy|polityka prywatno\u015bci
    |official site|official website|trusted shops|delivery|news|my account|all rights reserved|copyright
    |your company|company name""".replace("\n    ", "").split("|")
)


def _domain(url: str) -> str:
    host = url.split("/")[2].partition(":")[0].lower() if url.count("/") >= 2 else ""
    return registrable(host).domain if "." in host else ""


def _inline_icons(body: bytes) -> Iterator[int]:
    head = body[: 64 * 1024].decode("latin-1")
    for match in _FAVICON.finditer(head):
        if data := _DATA.search(match[0]):
            yield hashed(data[1].encode("latin-1"))


def _address_marks(evidence: Evidence) -> Iterator[Mark]:
    certificate, dns = evidence.certificate, evidence.dns
    if not isinstance(certificate, Missing):
        others = certificate.other_domains
        if 0 < len(others) <= 10:  # More names are those of a delivery network's customers.
            yield from (Mark("certificate", name) for name in (evidence.target.domain, *others))
    if not isinstance(dns, Missing) and dns.name_servers:
        yield Mark("name_servers", " ".join(dns.name_servers[:4]))


def _listings(registers: RegisterAnswer | Missing) -> tuple[Warned, ...]:
    if isinstance(registers, Missing):
        return ()
    return tuple(
        Warned(authority=entry.authority, listed=entry.listed)
        for entry in registers.entries
        if entry.kind is EntryKind.WARNING and not entry.delisted
    )


@cache
def _everyones() -> frozenset[str]:
    """Domains whose address on a page says nothing of its owner: payment, platforms, site builders."""
    hosts = {host for row in table("platforms") for host in row["hosts"].split()}
    return frozenset(hosts | _PAYMENT_HOSTS)


_PAYMENT_HOSTS = frozenset(
    """paypal.com stripe.com adyen.com worldpay.com klarna.com sagepay.com opayo.co.uk mollie.com braintreegateway.com
    authorize.net 2checkout.com square.com squareup.com checkout.com payu.com payu.in razorpay.com shopify.com
    amazon.com wirecard.com sentry.io wixpress.com example.com""".split()  # noqa: SIM905
)
