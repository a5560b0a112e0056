"""The same prescription medicine in a ladder of pack sizes, cheaper a pill the more one buys."""

from __future__ import annotations

from collections import defaultdict

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
from checker.page.facts import Offer, PageFacts
from checker.signals._offers import UNGATED, put_up_for_sale, quotes_of
from checker.site import Site

META = Meta(
    title=N_("Price list that rewards buying more of a prescription medicine"),
    why=N_(
        "How much of a prescription medicine someone gets is the prescriber's decision. A ladder of ever "
        "larger packs is how pill shops sell."
    ),
    verify=N_("See whether the page lets you choose the number of pills."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"steps": Measure(unit="pack sizes", direction=1)},
)

STEPS = 4
"""Pack sizes of one medicine from which we speak of a ladder."""


def detect(site: Site) -> Finding:
    """Count the pack sizes of each prescription medicine."""
    sizes: dict[str, set[int]] = defaultdict(set)
    examples: dict[str, tuple[PageFacts, Offer]] = {}
    for page, offer in site.every(put_up_for_sale):
        medicine = offer.medicine
        if medicine and offer.quantity and medicine.prescription_only and offer.gate in UNGATED:
            sizes[medicine.inn].add(offer.quantity)
            examples.setdefault(medicine.inn, (page, offer))
    if not sizes:
        return not_applicable(N_("No pack size of a prescription medicine is stated"))
    inn, steps = max(sizes.items(), key=lambda item: len(item[1]))
    measures = {"steps": float(len(steps))}
    if len(steps) < STEPS:
        return absent(N_("No ladder of pack sizes"), measures=measures)
    page, offer = examples[inn]
    return present(
        N_("{name} in {count} pack sizes, from {least} to {most} units"),
        name=offer.medicine.name if offer.medicine else inn,
        count=len(steps),
        least=min(steps),
        most=max(steps),
        quotes=quotes_of([(page, offer)]),
        measures=measures,
    )
