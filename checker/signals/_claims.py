"""What signals about the seller's own words share.

A claim counts when a seller's page makes it of itself: hits that deny, ask or report were marked by the
reader and are left out here. Most claims matter only where prescription medicines are traded; where
none is, the question does not arise.
"""

from __future__ import annotations

from collections.abc import Callable

from checker.finding import Finding, absent, not_applicable, present
from checker.message import N_
from checker.page.facts import MedicineMention, PageFacts, PhraseHit
from checker.page.once import once_per_page
from checker.signals._named import own_names
from checker.signals._offers import LIFESTYLE, put_up_for_sale, sells
from checker.site import Site, quote

FREE_KINDS = frozenset({"class"})
"""Kinds of name that stand for a group and carry no legal class of their own."""


def claims(site: Site, *signals: str) -> list[tuple[PageFacts, PhraseHit]]:
    """The hits of these signals that the site says of itself, with their pages."""
    return [
        (page, hit)
        for page, hit in site.every(lambda facts: facts.phrases)
        if hit.signal in signals and not hit.negated
    ]


def restricted(medicine: MedicineMention) -> bool:
    """True for what no shop may sell to whoever orders, and for the groups of such products."""
    if medicine.name_kind in FREE_KINDS:
        return medicine.category in LIFESTYLE or medicine.category == "contraception/abortion"
    return medicine.prescription_only


def trades_in_restricted(site: Site) -> bool:
    """True when a prescription-only medicine is put up for sale or named on the site."""
    return any(map(_trades_in_restricted, site.pages))


@once_per_page
def _trades_in_restricted(page: PageFacts) -> bool:
    return any(map(restricted, page.medicines)) or any(
        restricted(offer.medicine) for offer in put_up_for_sale(page) if offer.medicine
    )


def deals_in_medicines(site: Site) -> bool:
    """True when the site speaks of medicines as goods (pills, medications …), names a restricted one,
    or is named after one. Wider than :func:`trades_in_restricted`: for claims that no seller of
    anything taken by mouth makes innocently."""
    return trades_in_restricted(site) or any(
        "medicine" in page.care or own_names(page) for page in site.pages
    )


def names_any_medicine(site: Site) -> bool:
    """True when any medicine of the table is named."""
    return any(page.medicines or page.offers for page in site.pages)


def said(
    site: Site,
    signals: tuple[str, ...],
    *,
    seen: str,
    unseen: str,
    where: Callable[[Site], bool] = trades_in_restricted,
) -> Finding:
    """The finding for claims of one kind: present with the sentences, absent, or no question.

    The measure ``said`` is 1 when the claim is made; ``sentences`` counts the sentences that make it.
    """
    if not where(site):
        return not_applicable(N_("No medicine is named to which this would matter"))
    if not sells(site):
        return not_applicable(N_("The page is not a seller's, so such words would be about others"))
    found = claims(site, *signals)
    measures = {"said": float(bool(found)), "sentences": float(min(len(found), 12))}
    if not found:
        return absent(unseen, measures=measures)
    quotes = tuple(quote(page, hit.quote, hit.place) for page, hit in found[:3])
    return present(seen, quotes=quotes, measures=measures)
