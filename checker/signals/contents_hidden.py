"""The parcel shall show neither sender nor contents."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import deals_in_medicines, said
from checker.site import Site

META = Meta(
    title=N_("Parcel that hides sender and contents"),
    why=N_(
        "Medicines must carry the name of the pharmacy that dispensed them. A parcel that names "
        "nobody leaves nobody to ask."
    ),
    verify=N_("Ask the seller which pharmacy stands on the label."),
    source="MHRA, FakeMeds guidance for buyers",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("ships_without_name",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The parcel is to show neither sender nor contents"),
        unseen=N_("Nothing is said about hiding sender or contents"),
        where=deals_in_medicines,
    )
