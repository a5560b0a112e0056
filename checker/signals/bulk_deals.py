"""Prescription medicines get cheaper by the hundred."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Cheaper by the hundred"),
    why=N_(
        "Prescribers fix the quantity. A seller who rewards the buyer of hundreds of tablets "
        "works without one."
    ),
    verify=N_("Compare the quantity with a usual prescription: one to three months."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("bulk_deals",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Discounts for large quantities are offered"),
        unseen=N_("No discounts for large quantities are offered"),
    )
