"""What kind of site it is, told from what is offered first and from what it calls itself second.

A silent kind (information, another shop …) is only given to a site that offers no medicine for
sale: no word on a page can turn a shop into one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from checker.evidence import (
    ADDRESS_SOURCES,
    FAMILIES,
    START_PAGE,
    WAY_ORIGINS,
    Evidence,
    Missing,
    MissingReason,
    PageVisit,
)
from checker.hacked import foreign_offer
from checker.host_pages import HostPages
from checker.offered_in_words import names_disguised, names_sold, speaks_of_sale
from checker.page.facts import PageFacts
from checker.page.folding import fold
from checker.page.offers import SELLING
from checker.patterns import compiled, loads_patterns
from checker.raw_material import raw_material_in
from checker.reference import table
from checker.site import Site
from checker.target import Target
from checker.verdict import Kind, Reading, Seen, is_silent

_PLATFORM_KINDS = {
    "social": Kind.SOCIAL_SELLER,
    "messenger": Kind.SOCIAL_SELLER,
    "video": Kind.SOCIAL_SELLER,
    "forum": Kind.SOCIAL_SELLER,
    "link-list": Kind.REDIRECTOR,
    "darknet": Kind.DARK_WEB,
    "classified": Kind.MARKETPLACE_LISTING,
    "c2c": Kind.MARKETPLACE_LISTING,
    "b2b": Kind.MARKETPLACE_LISTING,
    "payment-link": Kind.SOCIAL_SELLER,
    "link-shortener": Kind.REDIRECTOR,
    "redirector": Kind.REDIRECTOR,
}
_PUBLIC_BODIES = compiled(
    r"(?:^|\.)(?:gov|mil|int)$|(?:^|\.)(?:gov|gouv|gob|govt|go|gv|admin)\.[a-z]{2}$|(?:^|\.)nhs\.uk$|"
    r"(?:^|\.)europa\.eu$|(?:^|\.)gc\.ca$|(?:^|\.)admin\.ch$|(?:^|\.)bund\.de$"
)
"""Name spaces only public bodies can register in."""

_NOTHING_TO_TELL = frozenset(
    {MissingReason.NOT_FOUND, MissingReason.NOT_ASKED, MissingReason.NOT_APPLICABLE}
    | {MissingReason.NO_ENCRYPTION}
)
"""Reasons of sources that were not asked in vain: they would have told nothing."""
_OF_THE_WAY = frozenset({START_PAGE, WAY_ORIGINS})
"""Sources that tell of hosts on the way and nothing of the site itself."""
_HARMLESS_CUTS = frozenset({"placeholders", "unclosed"})
"""Cuts behind which a browser, too, shows nothing. Behind any other a shop may begin that was not read, so
that nothing reassuring can be said."""
_SHOP_PURPOSES = frozenset({"basket", "checkout"})
_PROSE = 1500
"""Characters of text from which a page without any shop mark reads as an article."""


def classify(evidence: Evidence) -> Seen:
    """The kind of site, and how much of it could be read."""
    target, page = evidence.target, evidence.page
    if target.platform is not None and not target.fetchable:
        return _platform(target) if isinstance(page, Missing) else _read_there(evidence, page)
    if isinstance(page, Missing):
        return Seen(kind=Kind.UNKNOWN, reading=Reading.NONE, missing=page.reason.value)
    site = Site.of(evidence)
    in_vain = frozenset(
        m.source
        for m in evidence.missing
        if m.reason not in _NOTHING_TO_TELL and m.source not in _OF_THE_WAY
    )
    parked = page.facts.shell in ("parked", "suspended")
    little = bool(page.facts.shell) and (parked or not _offers_medicine(site))
    cut = page.response.truncated or not _HARMLESS_CUTS.issuperset(page.facts.cuts)
    return Seen(
        kind=_kind(evidence, site, Reading.LITTLE if little else Reading.FULL),
        reading=Reading.LITTLE if little or cut else Reading.FULL,
        missing=page.facts.shell if little else "cut" if cut else "",
        unanswered=any(source.startswith("page:") for source in in_vain),
        address_unanswered=in_vain & frozenset(ADDRESS_SOURCES),
        families_unanswered=FAMILIES in in_vain,
    )


def _platform(target: Target) -> Seen:
    platform = target.platform
    assert platform is not None
    kind = _PLATFORM_KINDS.get(platform.kind, Kind.UNKNOWN)
    seller = platform.seller_marker or bool(raw_material_in(target)[0])
    return Seen(kind=kind, reading=Reading.NONE, platform=True, seller_address=seller)


def _read_there(evidence: Evidence, page: PageVisit) -> Seen:
    """A place without a site of its own, of which a page or a text was handed to us."""
    bare, site = _platform(evidence.target), Site.of(evidence)
    offered = bool(names_sold(page.facts, freely=True)) or _offers_medicine(site)
    offered |= bool(names_disguised(page.facts.text)) and speaks_of_sale(page.facts.text)
    seen = replace(bare, reading=Reading.LITTLE if page.facts.shell else Reading.FULL)
    if offered or seen.reading is Reading.LITTLE:
        return replace(seen, offered=offered)
    kind = _kind(evidence, site, Reading.FULL)
    sold = names_sold(page.facts) or bare.seller_address or bare.kind is Kind.DARK_WEB
    harmless = is_silent(kind) and not sold
    return replace(seen, kind=kind if harmless else bare.kind)


def _kind(evidence: Evidence, site: Site, reading: Reading) -> Kind:
    target, page, host = evidence.target, site.page, HostPages.of(evidence)
    if reading is Reading.LITTLE:
        return Kind.PARKED if page.shell in ("parked", "suspended") else Kind.UNKNOWN
    if isinstance(host, HostPages) and foreign_offer(host) is not None:
        return Kind.HACKED
    if _PUBLIC_BODIES.search(target.host):
        return Kind.REGULATOR
    if _offers_medicine(site):
        return _seller(site, target)
    return _not_selling(site, target)


def _seller(site: Site, target: Target) -> Kind:
    """Which kind of seller of medicines."""
    says = _self_description(site, target)
    if _has(says, "pet"):
        return Kind.PET_PHARMACY
    if _by_consultation(site):
        return Kind.TELEHEALTH
    return (
        Kind.PHARMACY if _has(says, "pharmacy") or _prescription(site) else Kind.MEDICINE_RETAILER
    )


def _not_selling(site: Site, target: Target) -> Kind:
    """Which kind of site, when no medicine is for sale on the pages read."""
    says = _self_description(site, target)
    shop = _is_shop(site)
    if _has(says, "pet") and (_has(says, "pharmacy") or _prescription(site)):
        return Kind.PET_PHARMACY
    if _by_consultation(site) and (_has(says, "telehealth") or site.page.medicines):
        return Kind.TELEHEALTH
    named = _has(says, "pharmacy") or _pharmacy_number(site)
    if named and (shop or _prescription(site) or _pharmacy_itself(site)):
        return Kind.PHARMACY
    if _has(says, "telehealth"):
        return Kind.TELEHEALTH
    if shop:
        return Kind.SUPPLEMENT_SHOP if _has(says, "supplement") else Kind.OTHER_SHOP
    if site.page.medicines and _has(says, "maker"):
        return Kind.MANUFACTURER
    if site.page.medicines and len(site.page.text) >= _PROSE:
        return Kind.INFORMATION
    return Kind.OTHER


def _offers_medicine(site: Site) -> bool:
    """Some page sells a medicine the table knows: an order, a chat, a price, or a sales headline on
    a page with other marks of a shop."""
    return any(
        offer.medicine is not None
        and (offer.action in SELLING or offer.action == "consultation" or offer.price is not None)
        for page in site.pages
        for offer in page.offers
    )


def _by_consultation(site: Site) -> bool:
    return any(
        offer.action == "consultation" or offer.gate == "consultation"
        for page in site.pages
        for offer in page.offers
    ) or any(form.purpose == "consultation" for page in site.pages for form in page.forms)


def _prescription(site: Site) -> bool:
    """Prescriptions are taken in: an upload, a refill, an order against one."""
    return any(
        form.purpose == "prescription_upload" for page in site.pages for form in page.forms
    ) or any(offer.gate == "prescription" for page in site.pages for offer in page.offers)


def _is_shop(site: Site) -> bool:
    return any(
        any(form.purpose in _SHOP_PURPOSES for form in page.forms)
        or any(offer.action in SELLING for offer in page.offers)
        or any(item.type in ("Product", "Offer") for item in page.structured)
        for page in site.pages
    )


def _pharmacy_itself(site: Site) -> bool:
    """The page belongs to a pharmacy rather than speaking about pharmacies."""
    if any(
        item.type in ("Pharmacy", "MedicalBusiness", "DrugStore") for item in site.page.structured
    ):
        return True
    return _pharmacy_number(site) or bool(
        site.page.medicines and (site.page.phones or site.page.addresses)
    )


def _pharmacy_number(site: Site) -> bool:
    """A number only pharmacies have is claimed; whether it is theirs is for the registers."""
    return any(
        number.kind.startswith(("gphc_premises", "us_ncpdp", "us_npi"))
        for number in site.page.identifiers
    )


def _self_description(site: Site, target: Target) -> str:
    """What a site calls itself: host, title, main headings, names in structured data."""
    page: PageFacts = site.page
    names = [item.name for item in page.structured[:5]]
    parts = [target.domain.replace("-", " "), page.title, *page.headings[:3], *names]
    return fold(" | ".join(parts))


def _has(text: str, topic: str) -> bool:
    return _words()[topic].search(text) is not None


@loads_patterns
@cache
def _words() -> dict[str, re.Pattern[str]]:
    topics: dict[str, list[str]] = {}
    for row in table("site_words"):
        topics.setdefault(row["topic"], []).append(_as_pattern(fold(row["word"])))
    return {topic: compiled("|".join(words), 0) for topic, words in topics.items()}


def _as_pattern(word: str) -> str:
    """Short words stand alone; long ones may be part of a compound or of a host name."""
    literal = re.escape(word)
    return literal if len(word) > 5 or not word.isascii() else rf"\b{literal}\b"
