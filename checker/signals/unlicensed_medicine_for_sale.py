"""A medicine that no authority of the markets we know has licensed is put up for sale."""

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
from checker.signals._offers import (
    UNGATED,
    medicines_of,
    names_of,
    put_up_for_sale,
    quotes_of,
)
from checker.site import Site

META = Meta(
    title=N_("Unlicensed medicine for sale"),
    why=N_(
        "No medicines authority has examined these products. Kamagra and similar export brands are the "
        "goods most often seized from unregistered sellers."
    ),
    verify=N_(
        "Look the name up in the medicines register of your country (for example the MHRA's)."
    ),
    source="MHRA seizure reports; Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"medicines": Measure(unit="names", direction=1)},
)

_NOT_LICENSED = ("unlicensed", "unapproved", "not authorised")


def unlicensed(medicine: MedicineMention) -> bool:
    """A brand without a licence, or a substance licensed nowhere in the table."""
    if medicine.name_kind in ("brand_not_uk_licensed", "code_name"):
        return True
    return bool(medicine.status) and all(
        words.startswith(_NOT_LICENSED) for _, words in medicine.status
    )


def detect(site: Site) -> Finding:
    """Look at everything put up for sale."""
    offers = list(site.every(put_up_for_sale))
    if not offers:
        return not_applicable(N_("No medicine is put up for sale"))
    seen = [
        (page, offer)
        for page, offer in offers
        if offer.medicine and unlicensed(offer.medicine) and offer.gate in UNGATED
    ]
    measures = {"medicines": float(len(medicines_of(offer for _, offer in seen)))}
    if not seen:
        return absent(N_("No product without any licence is put up for sale"), measures=measures)
    return present(
        N_("{names}: no licence is known for this product in Britain, the EU or the United States"),
        names=names_of(offer for _, offer in seen),
        quotes=quotes_of(seen),
        measures=measures,
    )
