"""A title or heading puts a prescription medicine up for sale: "Buy Xanax 2 mg online"."""

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
from checker.page.facts import PageFacts
from checker.signals._offers import UNGATED, names_of, quotes_of
from checker.site import Site

META = Meta(
    title=N_("Prescription medicine advertised for sale in a heading"),
    why=N_(
        "Advertising prescription medicines to the public is forbidden in Britain and the European Union; "
        'headlines such as "Buy … online" are written for search engines by sellers who do not mind.'
    ),
    verify=N_("Read the title in the browser's tab and the headings of the page."),
    source="Human Medicines Regulations 2012, regulation 284; Directive 2001/83/EC, article 88",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"headings": Measure(unit="headings", direction=1)},
)


def detect(site: Site) -> Finding:
    """Look at announced offers and at links that say "buy X"."""
    if not any(page.medicines for page in site.pages):
        return not_applicable(N_("No medicine is named"))
    seen = [
        (page, offer)
        for page in site.pages
        for offer in page.offers
        if offer.action == "announced"
        and offer.medicine
        and offer.medicine.prescription_only
        and offer.gate in UNGATED
        and _seller(page)
    ]
    measures = {"headings": float(len(seen))}
    if not seen:
        return absent(N_("No heading puts a prescription medicine up for sale"), measures=measures)
    return present(
        N_("A heading offers {names} for sale"),
        names=names_of(offer for _, offer in seen),
        quotes=quotes_of(seen),
        measures=measures,
    )


def _seller(page: PageFacts) -> bool:
    """Some other mark of a shop: a price, an order, a basket, a messenger. News has headlines too."""
    return bool(
        page.prices
        or page.contacts
        or any(offer.action != "announced" for offer in page.offers)
        or any(form.purpose in ("basket", "checkout", "contact") for form in page.forms)
    )
