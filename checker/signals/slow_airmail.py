"""Delivery takes two to four weeks by airmail or EMS."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Weeks by airmail"),
    why=N_(
        "A pharmacy in your country delivers in days. Weeks by airmail mean a sender on another "
        "continent."
    ),
    verify=N_("Compare the delivery time with the address the seller gives."),
    source="Fittler et al., Pharmaceutical online trade (2013)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("slow_airmail",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Delivery by airmail or within weeks is announced"),
        unseen=N_("No delivery by airmail within weeks is announced"),
    )
