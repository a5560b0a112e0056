"""A seller of medicines names no telephone number on the pages where it would stand."""

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
    title=N_("No telephone number"),
    why=N_(
        "Pharmacies can be rung: rules for online sellers ask for a quick and direct way to "
        "reach them."
    ),
    verify=N_("Look at the foot of the site and on its contact page for a number, and ring it."),
    source=(
        "Fittler et al. 2013: 22.8 % of 136 internet pharmacies gave no contact details at "
        "all; Directive 2000/31/EC, article 5"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """Look on all pages; absence is only told once contact and terms pages were read."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    if any(page.phones for page in site.pages):
        return absent(N_("A telephone number is named"))
    if not site.identity_read:
        return unknown(N_("The contact and terms pages were not read"))
    return present(N_("No telephone number on the home, contact and terms pages"))
