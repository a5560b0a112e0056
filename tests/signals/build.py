"""Tiny builders for signal tests: facts with sensible defaults, one keyword to say what differs.

>>> page(text="Hello").text
'Hello'
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from checker.certificate import Certificate
from checker.dns_records import DnsRecords
from checker.evidence import Evidence, Hop, Observation, PageVisit, Response, View
from checker.finding import Finding
from checker.origin import Origin
from checker.page.facts import (
    Contact,
    Email,
    FormFacts,
    Identifier,
    MedicineMention,
    Offer,
    OutLink,
    PageFacts,
    Phone,
    PhraseHit,
    Place,
    PostalAddress,
    Price,
    Seal,
    StructuredItem,
    Tracker,
)
from checker.registration import Privacy, Registration, RegistrationState
from checker.signals import all_signals
from checker.site import Site
from checker.target import Target
from tests.page.reading import EMPTY

URL = "https://www.shop.example/"
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
MAIN = Place(part="main", block=0)
FOOTER = Place(part="footer", block=9)

STATUS = {
    "rx": (("GB", "POM"), ("US", "Rx"), ("EU", "Rx")),
    "otc": (("GB", "GSL"), ("US", "OTC"), ("EU", "OTC")),
    "controlled": (("GB", "CD Sch 4"), ("US", "CIV"), ("EU", "Rx")),
    "unlicensed": (("GB", "unlicensed"), ("US", "unapproved"), ("EU", "not authorised")),
}


def page(**changes: Any) -> PageFacts:
    """Facts of a page on which nothing was seen but what ``changes`` says."""
    return replace(EMPTY, **{"url": URL, "language": "en", **changes})


def shop(**changes: Any) -> PageFacts:
    """A page with one prescription-only medicine in a basket form."""
    return page(**{"medicines": (medicine(),), "offers": (offer(),), **changes})


def hop(url: str = URL, **changes: Any) -> Hop:
    """One answered step of the way to a page."""
    fields: dict[str, Any] = {"url": url, "host": url.split("/")[2], "status": 200, **changes}
    return Hop(**fields)


def visit(facts: PageFacts | None = None, role: str = "typed", **changes: Any) -> PageVisit:
    """A page visit with ``facts``; ``changes`` go to the response."""
    facts = facts or page()
    fields: dict[str, Any] = {
        "url": facts.url,
        "hops": (hop(facts.url),),
        "status": 200,
        "headers": (("content-type", "text/html; charset=utf-8"),),
        "body": b"",
        **changes,
    }
    return PageVisit(role=role, response=Response(**fields), facts=facts)


def site(*pages: PageFacts, country: str = "GB", host: str = "", **roles: PageFacts) -> Site:
    """A site: ``pages[0]`` is the typed page, further ones are products; ``roles`` name the others.

    ``site(shop(), contact=page(), terms=page())`` is a site whose identity pages were read.
    """
    first, *more = pages or (page(),)
    host = host or first.url.split("/")[2]
    visits = [visit(first)]
    visits += [visit(facts, "product") for facts in more]
    visits += [visit(facts, role) for role, facts in roles.items()]
    domain = host.removeprefix("www.")
    return Site(host=host, domain=domain, country=country, visits=tuple(visits))


def read_site(*pages: PageFacts, country: str = "GB", host: str = "", **roles: PageFacts) -> Site:
    """Like :func:`site`, with (empty) contact and terms pages read unless given."""
    return site(
        *(pages or (shop(),)),
        country=country,
        host=host,
        **{"contact": page(), "terms": page(), **roles},
    )


def target(url: str = URL, **changes: Any) -> Target:
    """A target as the reader of addresses makes it from ``url``."""
    host = url.split("/")[2]
    domain = host.removeprefix("www.")
    fields: dict[str, Any] = {
        "typed": url,
        "url": url,
        "host": host,
        "domain": domain,
        "suffix": domain.partition(".")[2],
        "display": host,
        **changes,
    }
    return Target(**fields)


def evidence(*visits: PageVisit, country: str = "GB", **target_changes: Any) -> Evidence:
    """Evidence holding ``visits``, the first being the typed page."""
    visits = visits or (visit(),)
    return Evidence(
        target=target(visits[0].facts.url, **target_changes),
        country=country,
        checked_at=NOW,
        observations=tuple(
            Observation(
                source="page" if one.role == "typed" else f"page:{one.role}",
                view=View.FETCHED,
                at=NOW,
                value=one,
            )
            for one in visits
        ),
    )


def medicine(name: str = "Viagra", inn: str = "sildenafil", **changes: Any) -> MedicineMention:
    """A medicine named on the page; ``status`` may be a key of :data:`STATUS`."""
    status = changes.pop("status", "rx")
    fields: dict[str, Any] = {
        "name": name,
        "inn": inn,
        "category": "erectile dysfunction",
        "status": STATUS[status] if isinstance(status, str) else status,
        "name_kind": "brand",
        "place": MAIN,
        "start": 0,
        "quote": name,
        **changes,
    }
    return MedicineMention(**fields)


def price(amount: float = 49.0, currency: str = "GBP", **changes: Any) -> Price:
    """An amount of money."""
    return Price(
        **{
            "amount": amount,
            "currency": currency,
            "start": 0,
            "quote": f"{amount} {currency}",
            **changes,
        }
    )


def offer(**changes: Any) -> Offer:
    """Viagra in a basket with nothing before it, unless ``changes`` says otherwise."""
    fields: dict[str, Any] = {
        "medicine": medicine(),
        "name": "Viagra 100 mg",
        "price": price(),
        "quantity": None,
        "unit_price": None,
        "action": "basket",
        "gate": "none_seen",
        "place": MAIN,
        "quote": "Viagra 100 mg Add to basket",
        **changes,
    }
    return Offer(**fields)


def phrase(signal: str, words: str = "the words seen", **changes: Any) -> PhraseHit:
    """A phrase of the tables, met and not negated."""
    fields: dict[str, Any] = {
        "signal": signal,
        "language": "en",
        "quote": words,
        "place": MAIN,
        "negated": False,
        "start": 0,
        **changes,
    }
    return PhraseHit(**fields)


def phone(number: str = "+442079460000", country: str = "GB", **changes: Any) -> Phone:
    """A telephone number."""
    fields: dict[str, Any] = {"kind": "landline", "quote": number, "place": FOOTER, **changes}
    return Phone(number=number, country=country, **fields)


def email(address: str = "info@shop.example", **changes: Any) -> Email:
    """A mail address."""
    fields: dict[str, Any] = {
        "domain": address.partition("@")[2],
        "free_provider": False,
        "place": FOOTER,
        **changes,
    }
    return Email(address=address, **fields)


def address(text: str = "1 High Street, London SW1A 1AA", **changes: Any) -> PostalAddress:
    """A street address, British unless changed."""
    fields: dict[str, Any] = {
        "country": "GB",
        "postcode": "SW1A 1AA",
        "valid": True,
        "place": FOOTER,
        **changes,
    }
    return PostalAddress(text=text, **fields)


def identifier(kind: str = "gb_company", value: str = "01234567", **changes: Any) -> Identifier:
    """A number of a register."""
    fields: dict[str, Any] = {
        "valid": True,
        "country": kind[:2].upper(),
        "quote": value,
        "place": FOOTER,
        **changes,
    }
    return Identifier(kind=kind, value=value, **fields)


def seal(name: str = "GPhC internet pharmacy logo", **changes: Any) -> Seal:
    """A mark of approval without a link."""
    fields: dict[str, Any] = {
        "kind": "pharmacy regulator",
        "exists": True,
        "link": "",
        "link_state": "unlinked",
        "entry": "",
        "place": FOOTER,
        "quote": "Registered pharmacy",
        **changes,
    }
    return Seal(seal=name, **fields)


def contact(service: str = "whatsapp", kind: str = "messenger", **changes: Any) -> Contact:
    """A messenger or social account."""
    fields: dict[str, Any] = {"handle": "447700900000", "place": FOOTER, **changes}
    return Contact(service=service, kind=kind, **fields)


def tracker(kind: str = "google_analytics", value: str = "UA-0000000-1") -> Tracker:
    """An id that joins pages."""
    return Tracker(kind=kind, value=value)


def link(url: str = "https://other.example/", text: str = "link", **changes: Any) -> OutLink:
    """A visible link in the main part."""
    fields: dict[str, Any] = {"place": "main", "visible": True, **changes}
    return OutLink(url=url, text=text, **fields)


def form(purpose: str = "basket", **changes: Any) -> FormFacts:
    """A form by its purpose."""
    fields: dict[str, Any] = {"action": URL, "method": "post", "fields": (), **changes}
    return FormFacts(purpose=purpose, **fields)


def item(type_: str = "Product", name: str = "", **changes: Any) -> StructuredItem:
    """A thing of structured data."""
    fields: dict[str, Any] = {"price": None, "url": "", "properties": (), **changes}
    return StructuredItem(type=type_, name=name, **fields)


def detect(signal: str, *parts: object) -> Finding:
    """Run one signal on the parts it needs."""
    return all_signals()[signal].detect(*parts)


def registration(days: int | None = 3000, **changes: Any) -> Registration:
    """A registration made ``days`` before :data:`NOW`, its owner's data withheld by the registry."""
    fields: dict[str, Any] = {
        "state": RegistrationState.REGISTERED,
        "domain": "shop.example",
        "created": None if days is None else NOW.date() - timedelta(days=days),
        "privacy": Privacy.REDACTED,
        "statuses": ("clientTransferProhibited",),
        "source": "rdap",
        "server": "rdap.registry.example",
        "at": NOW,
        **changes,
    }
    return Registration(**fields)


def dns(**changes: Any) -> DnsRecords:
    """An ordinary small shop's records: everything asked and set up."""
    fields: dict[str, Any] = {
        "host": "www.shop.example",
        "domain": "shop.example",
        "addresses": ("192.0.2.1",),
        "aliases": (),
        "name_servers": ("ns1.host.example", "ns2.host.example"),
        "mail_servers": ("mx.shop.example",),
        "spf": True,
        "dmarc": True,
        "dmarc_policy": "none",
        "wildcard": False,
        **changes,
    }
    return DnsRecords(**fields)


def certificate(**changes: Any) -> Certificate:
    """A certificate in order, for the shop's own names."""
    fields: dict[str, Any] = {
        "host": "www.shop.example",
        "issuer": "Example Trust",
        "subject": "www.shop.example",
        "names": ("shop.example", "www.shop.example"),
        "age_days": 20,
        "lifetime_days": 90,
        **changes,
    }
    return Certificate(**fields)


def origin(country: str | None = "GB", **changes: Any) -> Origin:
    """A server in ``country``, with nothing before it."""
    fields: dict[str, Any] = {
        "address": "192.0.2.1",
        "asn": 64500,
        "organisation": "Example Hosting",
        **changes,
    }
    return Origin(country=country, **fields)
