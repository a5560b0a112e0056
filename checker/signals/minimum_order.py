"""A smallest order is set for prescription medicines."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Smallest order for medicines"),
    why=N_("Smallest orders belong to wholesale and to sellers on messengers, not to dispensing."),
    verify=N_("Ask for the quantity a prescription would name."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("minimum_order",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site, _CLAIMS, seen=N_("A smallest order is set"), unseen=N_("No smallest order is set")
    )
