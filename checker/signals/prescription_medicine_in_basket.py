"""A prescription-only medicine can be ordered and nothing is seen to ask for a prescription first.

The centre of the UK study this project starts from, and of NABP's counts: 85 to 88 % of the sites it
did not recommend asked for no valid prescription. Read from the structure of the page, so no words
of the shop about itself change it: only a consultation or an upload that stands before the order.
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
from checker.signals._offers import UNGATED, medicines_of, names_of, quotes_of, sold
from checker.site import Site

META = Meta(
    title=N_("Prescription medicine sold without being asked for a prescription"),
    why=N_(
        "Medicines that need a prescription can harm people they do not suit. A pharmacy must see a "
        "prescription, or have a prescriber decide, before it sells one."
    ),
    verify=N_(
        "Put the medicine in the basket and see whether anyone asks for a prescription before payment. "
        "Do not pay."
    ),
    source="NABP, Internet Drug Outlet Identification Program, progress reports 2011 and 2015",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "offers": Measure(unit="offers", direction=1),
        "medicines": Measure(unit="substances", direction=1),
    },
)


def detect(site: Site) -> Finding:
    """Look at every offer that takes an order."""
    offers = list(site.every(sold))
    if not offers:
        return not_applicable(N_("No medicine that can be ordered was seen"))
    ungated = [
        (page, offer)
        for page, offer in offers
        if offer.medicine and offer.medicine.prescription_only and offer.gate in UNGATED
    ]
    medicines = medicines_of(offer for _, offer in ungated)
    measures = {"offers": float(len(ungated)), "medicines": float(len(medicines))}
    if not ungated:
        return absent(
            N_("No prescription-only medicine can be ordered outright"), measures=measures
        )
    return present(
        N_("{names}: can be ordered here, and nothing was seen that asks for a prescription first"),
        names=names_of(offer for _, offer in ungated),
        quotes=quotes_of(ungated),
        measures=measures,
    )
