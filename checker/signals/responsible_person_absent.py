"""Prescription medicines are put up for sale and no pharmacist or prescriber is named anywhere.

Only the pages that would name one are asked, and a name or professional number of any kind ends
the matter.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.page.literals import Anchored
from checker.page.once import low_text
from checker.signals._identity import identifiers_of
from checker.signals._offers import put_up_for_sale
from checker.site import Site

META = Meta(
    title=N_("No pharmacist or prescriber named"),
    why=N_("A pharmacist answers for every pharmacy, and lawful online pharmacies name theirs."),
    verify=N_(
        "Look for the name of a pharmacist or prescriber and find the person in the "
        "professional register."
    ),
    source=(
        "GPhC guidance for registered pharmacies providing services at a distance (2025): "
        "name of owner and superintendent pharmacist on the website"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
)


_PERSONS = frozenset({"gphc_person", "gmc", "nmc", "us_npi", "fr_rpps", "au_ahpra"})
_WORDS = Anchored(
    r"superintendent|pharmacist[- ]in[- ]charge|(?:responsible|chief|lead) pharmacist|our pharmacists?\b|"
    r"dr\.? (?:(?<=\bdr )|(?<=\bdr\. ))[a-z]|m\.?pharm|pharm\.? ?d\b|prescribers?\b|"
    r"farmac(?:[eé]utic[oa]|ista|euta)|apotheker|inhaber|pharmacien(?:ne)? titulaire|docteur|"
    r"direttore sanitario|kierownik apteki|dược sĩ|провизор|заведующ|апотек"
)


def detect(site: Site) -> Finding:
    """Look for words and numbers that name such a person."""
    offers = [o for page in site.pages for o in put_up_for_sale(page)]
    if not any(o.medicine and o.medicine.prescription_only for o in offers):
        return not_applicable(N_("No prescription medicine is put up for sale"))
    numbered = identifiers_of(site, lambda i: i.kind in _PERSONS)
    if numbered or any(_WORDS.stands(low_text(page)) for page in site.pages):
        return absent(N_("A pharmacist or prescriber is spoken of"))
    if not site.identity_read:
        return unknown(N_("The contact and terms pages were not read"))
    return present(N_("No pharmacist or prescriber on the home, contact and terms pages"))
