"""The fixed words of a report: one label for every value a reader can meet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checker.evidence import MissingReason, View
from checker.finding import Topic
from checker.message import N_, Message, message
from checker.seen import Shown
from checker.verdict import DecidedBy, Kind, Level


def _labels(words: Mapping[str, str]) -> Mapping[str, Message]:
    return MappingProxyType({value: message(text) for value, text in words.items()})


LEVELS = _labels(
    {
        Level.VERIFIED: N_("Verified"),
        Level.UNVERIFIED: N_("Unverified"),
        Level.CAUTION: N_("Caution"),
        Level.HIGH_RISK: N_("High risk"),
        Level.NOT_A_PHARMACY: N_("Not a pharmacy"),
        Level.INCONCLUSIVE: N_("Inconclusive"),
    }
)

BADGES: Mapping[str, str] = MappingProxyType(
    {
        Level.VERIFIED: "✓",
        Level.UNVERIFIED: "?",
        Level.CAUTION: "!",
        Level.HIGH_RISK: "✕",
        Level.NOT_A_PHARMACY: "",
        Level.INCONCLUSIVE: "…",
    }
)
"""A shape for each level, so that colour never speaks alone; silent where nothing is sold."""

DECIDED_BY = _labels(
    {
        DecidedBy.REGISTER: N_("an official register"),
        DecidedBy.WARNING_LIST: N_("a regulator's warning list"),
        DecidedBy.DECISIVE_EVIDENCE: N_("decisive evidence on the site"),
        DecidedBy.RULES: N_("published rules, from what was seen"),
        DecidedBy.MODEL: N_("a trained model, from what was seen"),
        DecidedBy.TOO_LITTLE_EVIDENCE: N_("nobody: too little could be seen"),
    }
)

KINDS = _labels(
    {
        Kind.PHARMACY: N_("online pharmacy"),
        Kind.TELEHEALTH: N_("online doctor"),
        Kind.MEDICINE_RETAILER: N_("shop that sells medicines"),
        Kind.MARKETPLACE_LISTING: N_("listing on a marketplace"),
        Kind.SOCIAL_SELLER: N_("seller on a social network or messenger"),
        Kind.DARK_WEB: N_("dark-web address"),
        Kind.REDIRECTOR: N_("address that only points on"),
        Kind.INFORMATION: N_("information about medicines"),
        Kind.REGULATOR: N_("regulator or news"),
        Kind.MANUFACTURER: N_("manufacturer"),
        Kind.SUPPLEMENT_SHOP: N_("supplement shop"),
        Kind.PET_PHARMACY: N_("pet pharmacy"),
        Kind.OTHER_SHOP: N_("shop for other things"),
        Kind.HACKED: N_("site carrying someone else's medicine offer"),
        Kind.PARKED: N_("parked domain"),
        Kind.OTHER: N_("nothing about medicines"),
        Kind.UNKNOWN: N_("unknown kind of site"),
    }
)

TOPICS = _labels(
    {
        Topic.PRESCRIPTION: N_("Prescription"),
        Topic.IDENTITY: N_("Who the seller is"),
        Topic.AUTHORITY: N_("Claims of authority"),
        Topic.OFFER: N_("What is offered"),
        Topic.PAYMENT: N_("Payment"),
        Topic.DELIVERY: N_("Delivery"),
        Topic.WAY_IN: N_("The way there"),
        Topic.PLACE: N_("Place of sale"),
        Topic.ADDRESS: N_("The address"),
        Topic.PAGE: N_("The page itself"),
    }
)

VIEWS = _labels(
    {
        View.FETCHED: N_("visited by us, under our own name"),
        View.SEARCH: N_("visited by us, under our own name, as if coming from a search page"),
        View.CRAWLER: N_(
            "visited by us, with the name of a search engine's crawler beside our own"
        ),
        View.ASKED: N_("asked by us"),
        View.CLIENT: N_("shown by the browser of whoever asked, and sent to us"),
        View.PASTED: N_("pasted by whoever asked, taken for the words of the seller"),
        View.SUPPLIED: N_("handed to us as a file, judged as if served at this address"),
    }
)

MISSING = _labels(
    {
        MissingReason.NOT_ASKED: N_("was not asked in this check"),
        MissingReason.NOT_APPLICABLE: N_("the question does not arise for this address"),
        MissingReason.NO_NETWORK: N_("no network was available to us"),
        MissingReason.REFUSED_ADDRESS: N_("we do not visit such addresses"),
        MissingReason.DNS: N_("the name could not be found"),
        MissingReason.DNS_TIMEOUT: N_("the name servers did not answer in time"),
        MissingReason.CONNECT: N_("no connection could be made"),
        MissingReason.TIMEOUT: N_("it did not answer in time"),
        MissingReason.TLS: N_("the encrypted connection failed"),
        MissingReason.TLS_TIMEOUT: N_("the encrypted connection was not ready in time"),
        MissingReason.NO_ENCRYPTION: N_("the site offers no encrypted connections"),
        MissingReason.BLOCKED: N_("the site refused our check, which says nothing about the site"),
        MissingReason.THROTTLED: N_(
            "the service turned us away, which says nothing about the site"
        ),
        MissingReason.SERVER_ERROR: N_("the service had a failure of its own"),
        MissingReason.ROBOTS: N_("the site asks programs not to read it"),
        MissingReason.HTTP_STATUS: N_("the site answered with an error"),
        MissingReason.PROTOCOL: N_("the answer was not a proper web answer"),
        MissingReason.REDIRECT: N_("it pointed on too often, or to where we do not go"),
        MissingReason.NOT_HTML: N_("it is not a web page"),
        MissingReason.UNREADABLE: N_("it could not be read within our limits"),
        MissingReason.EMPTY: N_("it is empty"),
        MissingReason.NOT_FOUND: N_("no link on the page leads to one"),
    }
)

SOURCES = _labels(
    {
        "page": N_("The page itself"),
        "page:contact": N_("Contact page"),
        "page:about": N_("About page"),
        "page:imprint": N_("Imprint"),
        "page:terms": N_("Terms of sale"),
        "page:delivery": N_("Delivery page"),
        "page:prescription": N_("Prescription page"),
        "page:product": N_("Product page"),
        "registers": N_("Registers and warning lists kept on this computer"),
        "claims": N_("The authorities the site refers to"),
        "registration": N_("Registration of the domain"),
        "dns": N_("Name servers, addresses and mail (DNS)"),
        "certificate": N_("Certificate of the site"),
        "origin": N_("Network and country of the server"),
        "families": N_("The sites checked here before"),
    }
)
"""Every source a report speaks of, asked or not, in the order shown."""


_SOMETIMES = _labels(
    {
        "page:fetched": N_("The same page when we visited it"),
        "page:client": N_("The page that was sent to us"),
        "page:searched": N_("The same page for visitors from a search page"),
        "page:crawled": N_("The same page for a search engine's crawler"),
        "page:start": N_("Home page of the host at which the way began"),
        "origin:way": N_("Networks and countries on the way"),
    }
)
"""Sources that most checks do not have."""


MOST_OFFERED = 6
"""Medicines named of what one kind of visitor was offered."""


def shown_text(shown: Shown) -> Message:
    """What one kind of visitor was offered."""
    if shown.missing is not None:
        return message("{reason}", reason=MISSING[shown.missing])
    if not shown.offered:
        return message(N_("{host}: no medicine offered"), host=shown.host)
    names = ", ".join(shown.offered[:MOST_OFFERED])
    more = len(shown.offered) - MOST_OFFERED
    if more > 0:
        return message(
            N_("{host}: {names} and {count} more offered"),
            host=shown.host,
            names=names,
            count=more,
        )
    return message(N_("{host}: {names} offered"), host=shown.host, names=names)


def source_label(source: str) -> Message:
    """The name of a source, or its own word when it is one we have no name for."""
    return (
        SOURCES.get(source) or _SOMETIMES.get(source) or message(N_("Source {name}"), name=source)
    )
