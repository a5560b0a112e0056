"""A parcel that does not arrive is promised to be sent again or refunded."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Guarantee that the parcel arrives"),
    why=N_(
        "Sellers who reckon with parcels being stopped on the way promise another one beforehand."
    ),
    verify=N_("Ask from which country the parcel is sent."),
    source="NABP, progress reports on Internet drug outlets (2011-2016)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("parcel_guarantee",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A second parcel or a refund is promised for one that does not arrive"),
        unseen=N_("No guarantee for the arrival of parcels is given"),
    )
