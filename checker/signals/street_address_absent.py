"""A seller of medicines names no street address on the pages where it would stand."""

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
    title=N_("No street address"),
    why=N_(
        "A pharmacy is a place that is inspected. A seller without an address cannot be found "
        "when something goes wrong."
    ),
    verify=N_(
        "Look at the foot of the site, on its contact page and in its terms for a full address."
    ),
    source=(
        "NABP 2015: 62 % of sites outside the rules had no valid physical address; Directive "
        "2000/31/EC, article 5"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """Look on all pages; absence is only told once contact and terms pages were read."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    if any(a.valid or a.text for page in site.pages for a in page.addresses):
        return absent(N_("A street address is named"))
    if not site.identity_read:
        return unknown(N_("The contact and terms pages were not read"))
    return present(N_("No street address on the home, contact and terms pages"))
