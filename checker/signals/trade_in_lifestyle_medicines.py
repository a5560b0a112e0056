"""A page about prescription lifestyle medicines that talks trade: orders, delivery, payment, refunds.

Home, "about us" and delivery pages of illicit shops often have nothing to press, yet speak as a
seller about potency pills, sedatives or steroids. An article or a leaflet names the medicines and talks of
nothing of the kind; a page that leads into a consultation is left to other signals.
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
from checker.page.facts import MedicineMention, PageFacts
from checker.signals._offers import LIFESTYLE, TRADE_TOPICS, gated
from checker.site import Site, quote

META = Meta(
    title=N_("Trade in prescription lifestyle medicines"),
    why=N_(
        "Who speaks of orders, delivery and discounts for potency pills, sedatives or steroids, and of no "
        "prescriber, sells them like any other goods."
    ),
    verify=N_("Look for the step at which a doctor or pharmacist decides. Is there one?"),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "substances": Measure(unit="substances", direction=1),
        "topics": Measure(unit="topics of trade", direction=1),
    },
)


def detect(site: Site) -> Finding:
    """Find pages that name lifestyle medicines and talk trade."""
    seen = [(page, mentions) for page in site.pages if (mentions := lifestyle(page))]
    if not seen:
        return not_applicable(N_("No prescription lifestyle medicine is named"))
    substances = {m.inn or m.name for _, mentions in seen for m in mentions}
    topics = max(len(page.trade) for page, _ in seen)
    measures = {"substances": float(len(substances)), "topics": float(topics)}
    selling = [(page, mentions) for page, mentions in seen if len(page.trade) >= TRADE_TOPICS]
    if not selling or gated(site):
        return absent(N_("The page does not trade in lifestyle medicines"), measures=measures)
    page, mentions = selling[0]
    return present(
        N_("The page speaks of {topics} together with {name}"),
        topics=", ".join(page.trade),
        name=mentions[0].name,
        quotes=tuple(quote(page, m.quote, m.place) for m in mentions[:2]),
        measures=measures,
    )


def lifestyle(page: PageFacts) -> list[MedicineMention]:
    """Prescription lifestyle medicines named in the visible text or the title."""
    return [
        m
        for m in page.medicines
        if m.category in LIFESTYLE
        and (m.prescription_only or m.name_kind == "class")
        and m.place.part != "address"
    ]
