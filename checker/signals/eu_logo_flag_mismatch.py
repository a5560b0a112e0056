"""The common European logo shows one state's flag or words, and leads to another state's list.

The flag is that of the state where the seller is established, and the link leads to the list of that
state's authority: the two cannot disagree on a genuine logo.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.signals._identity import names, quotes
from checker.signals._logos import linked_countries, logos_of, shown_countries
from checker.site import Site

META = Meta(
    title=N_("Common logo of one state that leads to the list of another"),
    why=N_(
        "The common logo carries the flag of the state where the seller is established and opens the "
        "seller's entry in the list of that state. Here flag and list are of different states."
    ),
    verify=N_("Press the logo: the entry that opens must be in the list of the state of the flag."),
    source="Commission Implementing Regulation (EU) 699/2014, article 1 and annex",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Compare the state a logo shows with the state whose list it leads to."""
    both = [
        (page, seal)
        for page, seal in logos_of(site)
        if linked_countries(seal) and shown_countries(seal)
    ]
    if not both:
        return not_applicable(N_("No common logo tells both its state and its list"))
    astray = [(p, s) for p, s in both if not linked_countries(s) & shown_countries(s)]
    if not astray:
        return absent(N_("Logo and list are of the same state"))
    return present(
        N_("The logo is that of {shown}, and its link leads to the list of {linked}"),
        shown=names(sorted(shown_countries(astray[0][1]))),
        linked=names(sorted(linked_countries(astray[0][1]))),
        quotes=quotes(astray),
    )
