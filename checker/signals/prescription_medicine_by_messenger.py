"""A prescription-only medicine is sold through a messenger or over the telephone.

The study describes sellers who leave the web for chats, where nothing can be checked and nobody can be
held to account.
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
from checker.signals._offers import names_of, put_up_for_sale, quotes_of
from checker.site import Site

META = Meta(
    title=N_("Prescription medicine sold by chat or telephone"),
    why=N_(
        "A sale agreed in a chat leaves no order, no prescriber and no pharmacy that could be held to "
        "account."
    ),
    verify=N_("See whether the medicine can be had on the site at all without writing to someone."),
    source="Hall & Antonopoulos, Fake Meds Online (2016), on the UK trade in illicit lifestyle medicines",
    topic=Topic.PLACE,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"offers": Measure(unit="offers", direction=1)},
)


def detect(site: Site) -> Finding:
    """Look at offers whose action opens a chat or a call."""
    offers = [
        (page, offer)
        for page, offer in site.every(put_up_for_sale)
        if offer.medicine and offer.medicine.prescription_only
    ]
    if not offers:
        return not_applicable(N_("No prescription medicine is put up for sale"))
    by_chat = [(page, offer) for page, offer in offers if offer.action in ("chat", "telephone")]
    measures = {"offers": float(len(by_chat))}
    if not by_chat:
        return absent(N_("No medicine is sold by chat or telephone"), measures=measures)
    return present(
        N_("{names}: the order goes through a messenger or a call"),
        names=names_of(offer for _, offer in by_chat),
        quotes=quotes_of(by_chat),
        measures=measures,
    )
