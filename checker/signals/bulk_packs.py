"""Packs far larger than any prescriber would order: 180, 270, 360 pills."""

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
from checker.signals._offers import names_of, put_up_for_sale, quotes_of
from checker.site import Site

META = Meta(
    title=N_("Very large packs of a prescription medicine"),
    why=N_("Hundreds of pills in one order suit a dealer, not a patient."),
    verify=N_("Compare with the largest pack your pharmacist would dispense."),
    source="NABP progress reports; Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"largest": Measure(unit="units", direction=1)},
)

LARGE = 120
"""Units: above a three months' supply at one a day, with room for a repeat. Our judgement."""


def detect(site: Site) -> Finding:
    """Look at the stated pack sizes of prescription medicines."""
    sized = [
        (page, offer)
        for page, offer in site.every(put_up_for_sale)
        if offer.quantity and offer.medicine and offer.medicine.prescription_only
    ]
    if not sized:
        return not_applicable(N_("No pack size of a prescription medicine is stated"))
    large = [(page, offer) for page, offer in sized if (offer.quantity or 0) >= LARGE]
    largest = max(offer.quantity or 0 for _, offer in sized)
    measures = {"largest": float(largest)}
    if not large:
        return absent(
            N_("The largest pack has {largest} units"), largest=largest, measures=measures
        )
    return present(
        N_("{names}: packs of up to {largest} units"),
        names=names_of(offer for _, offer in large),
        largest=largest,
        quotes=quotes_of(large),
        measures=measures,
    )
