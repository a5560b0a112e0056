"""What several signals ask of offers."""

from __future__ import annotations

from collections.abc import Iterable

from checker.finding import Quote
from checker.page.facts import MedicineMention, Offer, PageFacts
from checker.page.offers import SELLING
from checker.site import Site, quote

LIFESTYLE = frozenset(
    {
        "erectile dysfunction",
        "weight loss",
        "sedative",
        "stimulant",
        "opioid/analgesic",
        "anabolic steroid",
        "hair loss",
        "aesthetic",
        "melanotan/peptide",
    }
)
"""Categories of medicines.csv that the illicit lifestyle trade lives on."""

TRADE_TOPICS = 3
"""Topics of trade (of six) from which a page talks trade. Our judgement, tried on 640 other sites."""

LABEL = 60
"""Characters of the longest line still read as a label."""

UNGATED = frozenset({"none_seen"})


def _standing(page: PageFacts) -> tuple[Offer, ...]:
    """The offers of a page; the advertising links of a parked address are none of its own."""
    if page.shell in ("parked", "suspended") and all(o.action == "link" for o in page.offers):
        return ()
    return page.offers


def sold(page: PageFacts) -> tuple[Offer, ...]:
    """Offers of a named medicine that take an order, a chat or a call, or lead to one."""
    return tuple(o for o in _standing(page) if o.medicine is not None and o.action in SELLING)


def put_up_for_sale(page: PageFacts) -> tuple[Offer, ...]:
    """All offers of a named medicine, those only announced in a heading included, those behind a
    consultation or prescription button not."""
    return tuple(
        o
        for o in _standing(page)
        if o.medicine is not None and o.action not in ("consultation", "prescription", "enquiry")
    )


def medicines_of(offers: Iterable[Offer]) -> tuple[str, ...]:
    """The international names offered, each once, in order."""
    return tuple(dict.fromkeys(o.medicine.inn or o.medicine.name for o in offers if o.medicine))


def names_of(offers: Iterable[Offer]) -> str:
    """The first three names offered, for a sentence."""
    names = list(dict.fromkeys(o.medicine.name for o in offers if o.medicine))
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def gated(site: Site) -> bool:
    """A consultation or a prescription upload stands before some offer, or is a form of the site."""
    return any(
        offer.gate in ("consultation", "prescription", "pharmacist")
        for page in site.pages
        for offer in page.offers
    ) or any(
        form.purpose in ("consultation", "prescription_upload")
        for page in site.pages
        for form in page.forms
    )


def sells(site: Site) -> bool:
    """The site is a seller's: something can be ordered or has a price, an order form stands there, or
    its text talks trade. News, warnings and leaflets quote sellers without being one."""
    return any(
        any(offer.action in SELLING or offer.price for offer in page.offers)
        or any(form.purpose in ("basket", "checkout") for form in page.forms)
        or len(page.trade) >= TRADE_TOPICS
        for page in site.pages
    )


def quotes_of(pairs: Iterable[tuple[PageFacts, Offer]], limit: int = 3) -> tuple[Quote, ...]:
    """The first few offers as quotes."""
    return tuple(
        quote(page, offer.quote or offer.name, offer.place) for page, offer in list(pairs)[:limit]
    )


def labelled(page: PageFacts) -> list[MedicineMention]:
    """The medicines that a page names in short lines of their own."""
    found = []
    for mention in page.medicines:
        if mention.start < 0 or not mention.inn:
            continue
        before = page.text.rfind("\n", 0, mention.start) + 1
        after = page.text.find("\n", mention.start)
        if (after if after >= 0 else len(page.text)) - before <= LABEL:
            found.append(mention)
    return found
