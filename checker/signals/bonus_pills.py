"""Free extra tablets come with an order."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Free tablets with an order"),
    why=N_(
        "Gifts of medicines are forbidden to pharmacies in Britain and the EU; sellers of potency "
        "pills add them to every parcel."
    ),
    verify=N_("Compare with any pharmacy of your town: none adds tablets for nothing."),
    source="Directive 2001/83/EC, articles 87 and 88; NOS test purchases (2019)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("bonus_pills",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Free tablets are promised with an order"),
        unseen=N_("No free tablets are promised"),
    )
