"""Order buttons for prescription medicines that a form on the page asks for, but does not stand before.

A shop may show a questionnaire or an upload that nothing leads through, while every medicine has a
basket button of its own. Lawful sellers have such pages, too, where the step comes at the checkout: so this says
less than a page that asks for nothing.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    present,
)
from checker.message import N_
from checker.signals._offers import OWN_BUTTON, medicines_of, names_of, quotes_of, sold
from checker.site import Site

META = Meta(
    title=N_("Order buttons that pass by the prescription step"),
    why=N_(
        "A form that asks about health protects nobody when the medicine can be put in the basket without "
        "it. Some shops show one only to look like a pharmacy."
    ),
    verify=N_(
        "Put the medicine in the basket without filling in the form, and see whether anyone asks for a "
        "prescription before payment. Do not pay."
    ),
    source="NABP, Internet Drug Outlet Identification Program, progress report 2015",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "offers": Measure(unit="offers", direction=1),
        "buttons": Measure(unit="substances", direction=1),
    },
)

_MOST = 50.0
"""What ``buttons`` counts at most."""


def detect(site: Site) -> Finding:
    """Look for offers with a button of their own beside a step that is none of theirs."""
    offers = [
        (page, offer)
        for page, offer in site.every(sold)
        if offer.action in OWN_BUTTON and offer.medicine and offer.medicine.prescription_only
    ]
    beside = [pair for pair in offers if pair[1].gate == "beside"]
    substances = float(len(medicines_of(offer for _, offer in offers)))
    measures = {
        "offers": float(len(beside)),
        "buttons": min(substances, _MOST),
    }
    if not offers:
        return absent(
            N_("No prescription medicine with an order button was seen"), measures=measures
        )
    if not beside:
        return absent(N_("No order button passes by a step that asks"), measures=measures)
    return present(
        N_("{names}: can be ordered by buttons that lead through no prescription step of the page"),
        names=names_of(offer for _, offer in beside),
        quotes=quotes_of(beside),
        measures=measures,
    )
