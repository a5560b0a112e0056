"""Medicines are sold like any other goods: the page talks trade and knows no prescriber at all.

Where pharmacies speak of delivery and payment they also speak of prescriptions, pharmacists or doctors,
because those decide what is sent. What is observed is practice (how the sale is described), so words
put in can only take this one signal away, never what the page's own offers weigh.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.signals._offers import gated
from checker.site import Site, quote

META = Meta(
    title=N_("Medicines sold like any other goods"),
    why=N_(
        "A pharmacy's pages speak of prescriptions, pharmacists and doctors, since those decide what may be "
        "sent. Pages that only speak of orders, delivery and discounts leave that step out."
    ),
    verify=N_('Search the page for "prescription", "pharmacist" and "doctor".'),
    source="NABP, Internet Drug Outlet Identification Program, progress report 2015",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"topics": Measure(unit="topics of trade", direction=1)},
    version=2,
)

TOPICS = 2
"""Topics of trade (of six) from which a page talks trade. Our judgement."""


def detect(site: Site) -> Finding:
    """Find pages that sell medicines in general terms and never mention who decides about them."""
    about = [page for page in site.pages if _medicines(page)]
    if not about:
        return not_applicable(N_("The page does not speak of prescription medicines"))
    selling = [page for page in about if len(page.trade) >= TOPICS]
    measures = {"topics": float(max(len(page.trade) for page in about))}
    cared_for = any("prescriber" in page.care for page in site.pages) or gated(site)
    if not selling or cared_for:
        return absent(N_("Whoever decides about medicines is mentioned"), measures=measures)
    page = selling[0]
    named = page.medicines[0] if page.medicines else None
    return present(
        N_(
            "The page speaks of {topics} for medicines, and of no prescription, pharmacist or doctor"
        ),
        topics=", ".join(page.trade),
        quotes=(quote(page, named.quote if named else page.title or page.text[:160], "main"),),
        measures=measures,
    )


def _medicines(page: PageFacts) -> bool:
    return "medicine" in page.care or any(m.prescription_only for m in page.medicines)
