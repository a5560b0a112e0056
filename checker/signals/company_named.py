"""The site states a company or VAT number of a possible form. A claim to be looked up."""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import COMPANY_KINDS, identifiers_of, names, quotes
from checker.site import Site

META = Meta(
    title=N_("Company number stated"),
    why=N_(
        "A seller who names a company can be held to account, if the company is real and runs "
        "this site."
    ),
    verify=N_(
        "Look the number up in the company register and compare name and business there with "
        "this site."
    ),
    source=(
        "Directive 2000/31/EC, article 5 (a provider names its register and VAT number); "
        "Companies House register search"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONTEXT,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """List company and VAT numbers that can exist."""
    stated = identifiers_of(
        site,
        lambda i: (i.kind in COMPANY_KINDS or i.kind.endswith("vat")) and i.valid is not False,
    )
    if not stated:
        return absent(N_("No company number was seen"))
    return present(
        N_("States {numbers}, still to be looked up"),
        numbers=names(f"{one.kind} {one.value}" for _, one in stated),
        quotes=quotes(stated),
    )
