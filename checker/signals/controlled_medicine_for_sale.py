"""A controlled medicine (strong painkiller, sedative, stimulant, anabolic steroid) is put up for sale."""

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
from checker.page.facts import MedicineMention
from checker.patterns import compiled
from checker.signals._offers import (
    UNGATED,
    medicines_of,
    names_of,
    put_up_for_sale,
    quotes_of,
)
from checker.site import Site

META = Meta(
    title=N_("Controlled medicine for sale"),
    why=N_(
        "Strong painkillers, sedatives, stimulants and anabolic steroids are controlled because they can "
        "kill or addict. Hardly any lawful pharmacy sends them to someone who ordered on a web page."
    ),
    verify=N_("Look the substance up in your country's list of controlled drugs."),
    source="NABP progress report 2015: 12 % of sites outside the rules sell controlled medicines",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "medicines": Measure(unit="substances", direction=1),
        "share": Measure(unit="share", direction=0),
    },
)


_SCHEDULED = {
    "GB": compiled(r"\bCD\b|\bClass [ABC]\b"),
    "US": compiled(r"\bC(?:I{1,3}|IV|V)\b|\bSchedule I"),
}
"""How medicines.csv writes a controlled substance, by market."""


def controlled(medicine: MedicineMention) -> bool:
    """Scheduled in Great Britain or the United States."""
    return any(
        market in _SCHEDULED and _SCHEDULED[market].search(words) is not None
        for market, words in medicine.status
    )


def detect(site: Site) -> Finding:
    """Look at everything put up for sale without a prescriber before it."""
    offers = list(site.every(put_up_for_sale))
    if not offers:
        return not_applicable(N_("No medicine is put up for sale"))
    seen = [
        (page, offer)
        for page, offer in offers
        if offer.medicine and controlled(offer.medicine) and offer.gate in UNGATED
    ]
    medicines = medicines_of(offer for _, offer in seen)
    everything = medicines_of(offer for _, offer in offers)
    measures = {"medicines": float(len(medicines)), "share": len(medicines) / len(everything)}
    if not seen:
        return absent(N_("No controlled medicine is put up for sale"), measures=measures)
    return present(
        N_("{names}: controlled medicines put up for sale here"),
        names=names_of(offer for _, offer in seen),
        quotes=quotes_of(seen),
        measures=measures,
    )
