"""What several signals ask of offers."""

from __future__ import annotations

from collections.abc import Iterable

from checker.finding import Quote
from checker.page.facts import MedicineMention, Offer, PageFacts
from checker.page.offers import SELLING
from checker.page.once import once_per_page
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
"""Gates of offers before which nothing of the kind is seen at all."""

PASSED_BY = UNGATED | {"beside"}
"""Those before which nothing stands, whatever else the page asks."""

OWN_BUTTON = frozenset({"basket", "buy", "order"})
"""Actions that put the very thing they stand beside into a basket."""


@once_per_page
def _standing(page: PageFacts) -> tuple[Offer, ...]:
    """The offers of a page; the advertising links of a parked address are none of its own."""
    if page.shell in ("parked", "suspended") and all(o.action == "link" for o in page.offers):
        return ()
    return page.offers


@once_per_page
def sold(page: PageFacts) -> tuple[Offer, ...]:
    """Offers of a named medicine that take an order, a chat or a call, or lead to one."""
    return tuple(o for o in _standing(page) if o.medicine is not None and o.action in SELLING)


@once_per_page
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
    """A consultation or a prescription upload stands before some offer, or is a form of the site that no
    order button passes by."""
    return any(map(_gated, site.pages))


@once_per_page
def _gated(page: PageFacts) -> bool:
    gates = {offer.gate for offer in page.offers}
    asking = any(form.purpose in ("consultation", "prescription_upload") for form in page.forms)
    return "beside" not in gates and (asking or bool(gates & {"consultation", "prescription"}))


def sells(site: Site) -> bool:
    """The site is a seller's: something can be ordered or has a price, an order form stands there, or
    its text talks trade. News, warnings and leaflets quote sellers without being one."""
    return any(map(_sells, site.pages))


@once_per_page
def _sells(page: PageFacts) -> bool:
    return (
        len(page.trade) >= TRADE_TOPICS
        or any(offer.action in SELLING or offer.price for offer in page.offers)
        or any(form.purpose in ("basket", "checkout") for form in page.forms)
    )


def quotes_of(pairs: Iterable[tuple[PageFacts, Offer]], limit: int = 3) -> tuple[Quote, ...]:
    """The first few offers as quotes."""
    return tuple(
        quote(page, offer.quote or offer.name, offer.place) for page, offer in list(pairs)[:limit]
    )


@once_per_page
def labelled(page: PageFacts) -> tuple[MedicineMention, ...]:
    """The medicines that a page names in short lines of their own."""
    return tuple(m for m in page.medicines if m.inn and _on_label(page.text, m.start))


def _on_label(text: str, place: int) -> bool:
    """Whether the line around ``place`` is short. Lines may be whole pages: only as much as counts is
    looked at."""
    if place < 0:
        return False
    least = max(0, place - LABEL)
    before = text.rfind("\n", least, place)
    if before < 0 < least:
        return False
    begin = before + 1
    return text.find("\n", place, begin + LABEL + 1) >= 0 or len(text) - begin <= LABEL
