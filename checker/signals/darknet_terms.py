"""Words of dark-web markets are used beside medicines: escrow, PGP keys, vendor bonds."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Words of dark-web markets"),
    why=N_("These are the tools of markets on which nobody can be found."),
    verify=N_("Read it together with the other findings."),
    source="EMCDDA and Europol, Drugs and the darknet (2017)",
    topic=Topic.PLACE,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("darknet_terms",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Words of dark-web markets are used"),
        unseen=N_("No words of dark-web markets are used"),
    )
