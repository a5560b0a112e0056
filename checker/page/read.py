"""Bytes of a page in, :class:`~checker.page.facts.PageFacts` out: the readers, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from checker.page.contacts import addresses, contacts, emails, phones
from checker.page.document import Document
from checker.page.dom import parse
from checker.page.echo import brought_up_by_any_address
from checker.page.encoding import decode
from checker.page.facts import (
    MedicineMention,
    Offer,
    OutLink,
    PageFacts,
    Place,
    Price,
    StructuredItem,
)
from checker.page.forms import form_facts
from checker.page.identifiers import identifiers
from checker.page.language import detect
from checker.page.markers import markers
from checker.page.medicines import MOST, medicines, medicines_in
from checker.page.offers import GOODS, MOST_OFFERS, SELLING, Offers
from checker.page.phrases import names_prescriber, phrases
from checker.page.prices import MOST_PRICES, prices
from checker.page.seals import seals
from checker.page.shell import shell
from checker.page.structured import structured
from checker.page.terms import scan
from checker.page.trackers import trackers
from checker.page.trade import CARE, PRESCRIBER, TRADE
from checker.page.ways import refreshes

HIDDEN_TEXT_KEPT = 20_000


def read_page(body: bytes, content_type: str | None, url: str) -> PageFacts:
    """Everything read from one page.

    ``body`` is the page as sent (content coding removed), ``content_type`` its header if any, ``url``
    the address it came from. Never raises for what a page holds: limits reached stand in ``cuts``.
    """
    text, _encoding = decode(body, content_type)
    return read_document(parse(text, url, plain=_is_plain(content_type)))


def _is_plain(content_type: str | None) -> bool:
    """True when the page is served as plain text: browsers show its markup, they do not follow it."""
    return (content_type or "").partition(";")[0].strip().lower() == "text/plain"


def read_document(doc: Document) -> PageFacts:
    """The facts of a parsed page."""
    language = detect(doc.text)
    amounts = prices(doc.text)
    forms = form_facts(doc)
    ways = refreshes(doc)
    described = structured(doc)
    named = _with_described(medicines(doc), described, language)
    offers = Offers(doc, named, amounts, forms, described).read()
    title, body = scan(doc.title), scan(doc.text)
    spoken = sorted(title.topics | body.topics)
    return PageFacts(
        url=doc.url,
        title=doc.title,
        description=doc.meta.get("description", ""),
        declared_language=doc.language,
        language=language,
        text=doc.text,
        hidden_text=doc.hidden_text[:HIDDEN_TEXT_KEPT],
        headings=tuple(b.text for b in doc.blocks if b.tag in ("h1", "h2", "h3"))[:100],
        links=tuple(OutLink(li.url, li.text, li.place, li.visible) for li in doc.links),
        forms=forms,
        frames=tuple(doc.frames),
        refreshes=ways,
        medicines=named,
        offers=offers,
        prices=amounts,
        phrases=phrases(doc, shop=any(map(_sold, offers))),
        phones=phones(doc, _country_hint(doc)),
        emails=emails(doc),
        addresses=addresses(doc),
        identifiers=identifiers(doc),
        seals=seals(doc),
        contacts=contacts(doc),
        trackers=trackers(doc),
        structured=described,
        markers=markers(doc),
        images=sum(1 for image in doc.images if image.visible),
        shell=shell(doc, forms, ways),
        cuts=(*doc.cuts, *_full(named, offers, amounts)),
        trade=tuple(topic for topic in spoken if topic in TRADE),
        care=tuple(_care(doc, spoken)),
        practice=_added(title.practice, body.practice),
        style_text=doc.style_text,
        any_address=bool(named) and brought_up_by_any_address(doc),
    )


def _care(doc: Document, spoken: Iterable[str]) -> Iterator[str]:
    """What of medicine the page speaks of; of prescribers only where it is more than a claim."""
    for topic in spoken:
        if topic in CARE and (
            topic != PRESCRIBER or any(map(names_prescriber, (doc.title, doc.text)))
        ):
            yield topic


def _sold(offer: Offer) -> bool:
    """A prescription medicine that can be ordered."""
    restricted = offer.medicine is not None and offer.medicine.prescription_only
    return restricted and offer.action in SELLING


def _added(*counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(dict(count))
    return tuple(sorted(total.items()))


def _full(
    named: tuple[MedicineMention, ...], offers: tuple[Offer, ...], amounts: tuple[Price, ...]
) -> Iterator[str]:
    """Readers that stopped at their limit: what stood behind it was not looked at."""
    if len(named) >= MOST:
        yield "medicines"
    if len(offers) >= MOST_OFFERS:
        yield "offers"
    if len(amounts) >= MOST_PRICES:
        yield "prices"


def _with_described(
    named: tuple[MedicineMention, ...], described: tuple[StructuredItem, ...], language: str
) -> tuple[MedicineMention, ...]:
    """The medicines named to people, and those that only the priced goods described for programs name:
    a shop drawn by a script shows no others."""
    goods = "\n".join(item.name for item in described if item.price and item.type in GOODS)
    known = {mention.name for mention in named}
    more = (m for m in medicines_in(goods, Place("structured"), language) if m.name not in known)
    return named + tuple({mention.name: mention for mention in more}.values())


def _country_hint(doc: Document) -> str:
    """The country whose national numbers a page would print: its declared region, else its domain's."""
    _, _, region = doc.language.replace("_", "-").partition("-")
    if len(region) == 2:
        return region.upper()
    host = doc.url.split("/")[2] if doc.url.count("/") >= 2 else ""
    ending = host.rsplit(".", 1)[-1]
    return {"uk": "GB"}.get(ending, ending.upper()) if len(ending) == 2 else ""
