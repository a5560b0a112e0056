"""A cure is promised that no medicine gives."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import names_any_medicine, said
from checker.site import Site

META = Meta(
    title=N_("Promise of a cure"),
    why=N_("No medicine works for everybody and none cures at once what doctors can only treat."),
    verify=N_("Read the leaflet of a licensed medicine for the same complaint."),
    source="FDA, health fraud product database",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("miracle_cure",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A cure is promised"),
        unseen=N_("No cure is promised"),
        where=names_any_medicine,
    )
