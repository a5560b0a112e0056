"""Common European logos of two or more states on one site.

A seller is established in one state and shows the logo of that state.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.page.facts import PageFacts, Seal
from checker.signals._identity import names, quotes, sells_medicine
from checker.signals._logos import linked_countries, logos_of, shown_countries
from checker.site import Site

META = Meta(
    title=N_("Common logos of several states"),
    why=N_(
        "A seller is established in one state and shows the common logo of that state. Logos of several "
        "states on one site cannot all be its own."
    ),
    verify=N_("Press each logo: each would have to open an entry that names this web address."),
    source="Directive 2001/83/EC, article 85c; Commission Implementing Regulation (EU) 699/2014",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Collect the states of all logos whose state is certain."""
    certain: dict[str, tuple[PageFacts, Seal]] = {}
    for page, seal in logos_of(site):
        countries = linked_countries(seal) or shown_countries(seal)
        if len(countries) == 1:
            certain.setdefault(next(iter(countries)), (page, seal))
    if not certain:
        return not_applicable(N_("No common logo tells its state"))
    if not sells_medicine(site):
        return not_applicable(N_("The site sells no medicine, so the logos may explain others'"))
    if len(certain) == 1:
        return absent(N_("All common logos are of one state"))
    return present(
        N_("Common logos of {states}"),
        states=names(sorted(certain)),
        quotes=quotes(certain.values()),
    )
