"""How one gets from the page to a medicine: what can be ordered, what is asked first, by which way.

Read from offers, forms and links, so that no language has to be known. The numbers say how the thing is
handled; whether that is right for the medicine at hand is for other signals to say.
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
from checker.page.facts import Offer
from checker.page.offers import SELLING
from checker.signals._offers import PASSED_BY, names_of, quotes_of
from checker.site import Site

META = Meta(
    title=N_("Steps to an order"),
    why=N_("Between a prescription medicine and its buyer somebody has to decide."),
    verify=N_("Follow the way of an order up to the payment, and see who asks what."),
    source="NABP, Internet Drug Outlet Identification Program, progress report 2015",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "offers": Measure(unit="offers"),
        "restricted_offers": Measure(unit="offers"),
        "ungated_share": Measure(unit="share"),
        "by_consultation": Measure(unit="offers"),
        "other_goods": Measure(unit="offers"),
        "prices": Measure(unit="prices"),
        "consultation_form": Measure(unit="flag"),
        "upload_form": Measure(unit="flag"),
        "order_form": Measure(unit="flag"),
        "account_form": Measure(unit="flag"),
        "prescriber": Measure(unit="flag"),
        "medicine_as_goods": Measure(unit="flag"),
        "trade_topics": Measure(unit="topics of trade"),
        "messengers": Measure(unit="accounts"),
        "phones": Measure(unit="numbers"),
        "fixed_lines": Measure(unit="numbers"),
    },
    version=2,
)

_ASKED = frozenset({"consultation", "prescription", "enquiry"})
_MOST = 50.0


def detect(site: Site) -> Finding:
    """Count offers by action and gate, and forms by purpose."""
    pairs = list(site.every(lambda page: page.offers))
    restricted = [
        (page, offer)
        for page, offer in pairs
        if offer.medicine is not None and offer.medicine.prescription_only
    ]
    measures = _measures(site, [o for _, o in pairs], [o for _, o in restricted])
    if not restricted:
        return absent(
            N_("No prescription medicine is offered in a form we read"), measures=measures
        )
    return present(
        N_(
            "{names}: offered here; {share} % of such offers show nothing that comes before the order"
        ),
        names=names_of(offer for _, offer in restricted),
        share=round(100 * measures["ungated_share"]),
        quotes=quotes_of(restricted, 2),
        measures=measures,
    )


def _measures(site: Site, offers: list[Offer], restricted: list[Offer]) -> dict[str, float]:
    purposes = {form.purpose for page in site.pages for form in page.forms}
    care = {topic for page in site.pages for topic in page.care}
    phones = {phone.number: phone.kind for page in site.pages for phone in page.phones}
    accounts = {
        (c.service, c.handle) for page in site.pages for c in page.contacts if c.kind == "messenger"
    }
    ungated = [o for o in restricted if o.action in SELLING and o.gate in PASSED_BY]
    return {
        "offers": _capped(sum(o.medicine is not None for o in offers)),
        "restricted_offers": _capped(len(restricted)),
        "ungated_share": round(len(ungated) / len(restricted), 3) if restricted else 0.0,
        "by_consultation": _capped(
            sum(o.action in _ASKED or o.gate not in PASSED_BY for o in offers)
        ),
        "other_goods": _capped(sum(o.medicine is None for o in offers)),
        "prices": _capped(sum(len(page.prices) for page in site.pages)),
        "consultation_form": float("consultation" in purposes),
        "upload_form": float("prescription_upload" in purposes),
        "order_form": float(bool({"basket", "checkout"} & purposes)),
        "account_form": float("login" in purposes),
        "prescriber": float("prescriber" in care),
        "medicine_as_goods": float("medicine" in care),
        "trade_topics": float(max(len(page.trade) for page in site.pages)),
        "messengers": _capped(len(accounts)),
        "phones": _capped(len(phones)),
        "fixed_lines": _capped(sum(kind in ("landline", "toll_free") for kind in phones.values())),
    }


def _capped(count: int) -> float:
    return min(float(count), _MOST)
