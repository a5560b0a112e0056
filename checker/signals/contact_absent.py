"""A seller of medicines can be reached by a form at best: no telephone, address or mail is named."""

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
from checker.signals._identity import sells_medicine
from checker.site import Site

META = Meta(
    title=N_("No way to reach the seller"),
    why=N_(
        "The seller names no telephone, no street address and no mail address: nobody can be "
        "held to account."
    ),
    verify=N_("Look on the contact page and in the terms for any of the three."),
    source=(
        "Fittler et al. 2013: 22.8 % of 136 internet pharmacies gave no contact details at "
        "all, 43.4 % gave them in full"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """Look on all pages; absence is only told once contact and terms pages were read."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    if any(page.phones or page.addresses or page.emails for page in site.pages):
        return absent(N_("Telephone, address or mail is named"))
    if not site.identity_read:
        return unknown(N_("The contact and terms pages were not read"))
    return present(N_("No telephone, street address or mail on the home, contact and terms pages"))
