"""Everything on offer is a lifestyle medicine: potency, weight, sleep, calm, muscle, looks.

A pharmacy sells what people need; the illicit trade sells what people are shy to ask for.
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
from checker.signals._offers import (
    LIFESTYLE,
    UNGATED,
    names_of,
    put_up_for_sale,
    quotes_of,
)
from checker.site import Site

META = Meta(
    title=N_("Only lifestyle medicines on offer"),
    why=N_(
        "Shops that sell potency, slimming, sleeping or muscle-building medicines and hardly anything else "
        "are the pattern of the illicit trade; a pharmacy's range is wider."
    ),
    verify=N_("Look for ordinary goods: plasters, cough medicine, insulin, baby food."),
    source="Hall & Antonopoulos, Fake Meds Online (2016); NABP progress reports",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "share": Measure(unit="share", direction=1),
        "substances": Measure(unit="substances", direction=0),
    },
)

FEWEST = 3
"""Substances on offer below which no mix can be told."""
MOST = 0.8
"""Share of lifestyle substances from which the range counts as lifestyle only: our judgement."""


def detect(site: Site) -> Finding:
    """Count substances on offer by category."""
    offers = list(site.every(put_up_for_sale))
    categories = {
        offer.medicine.inn or offer.medicine.name: offer.medicine.category in LIFESTYLE
        and offer.medicine.prescription_only
        for _, offer in offers
        if offer.medicine
    }
    if len(categories) < FEWEST:
        return not_applicable(N_("Too few medicines on offer to judge the range"))
    share = sum(categories.values()) / len(categories)
    measures = {"share": share, "substances": float(len(categories))}
    ungated = [(page, offer) for page, offer in offers if offer.gate in UNGATED]
    if share < MOST or not ungated:
        return absent(N_("The range is not lifestyle medicines alone"), measures=measures)
    return present(
        N_("{count} medicines on offer, nearly all of them lifestyle medicines: {names}"),
        count=len(categories),
        names=names_of(offer for _, offer in offers),
        quotes=quotes_of(ungated),
        measures=measures,
    )
