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
    LIFESTYLE,
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
    return _export_brand(medicine) or _substance_without_licence(medicine)


def _export_brand(medicine: MedicineMention) -> bool:
    return medicine.name_kind in ("brand_not_uk_licensed", "code_name")


def _substance_without_licence(medicine: MedicineMention) -> bool:
    return bool(medicine.status) and all(
        words.startswith(_NOT_LICENSED) for _, words in medicine.status
    )


def _unlawful(medicine: MedicineMention, gate: str) -> bool:
    """A pharmacy may make a substance up, and a vet prescribe a foreign brand. Nobody dispenses the export
    brands of lifestyle medicines: for them a form, which costs a seller nothing, makes no difference."""
    sold_by_no_pharmacy = _export_brand(medicine) and medicine.category in LIFESTYLE
    return unlicensed(medicine) and (sold_by_no_pharmacy or gate in UNGATED)


def detect(site: Site) -> Finding:
    """Look at everything put up for sale."""
    offers = list(site.every(put_up_for_sale))
    if not offers:
        return not_applicable(N_("No medicine is put up for sale"))
    seen = [
        (page, offer)
        for page, offer in offers
        if offer.medicine and _unlawful(offer.medicine, offer.gate)
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
