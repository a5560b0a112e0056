"""The page says that a prescription is required."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Says a prescription is required"),
    why=N_(
        "Sellers without a licence print the sentence too and send without asking: what counts is "
        "whether the order can be finished without one."
    ),
    verify=N_(
        "Put the medicine into the basket and see whether you are asked for the prescription "
        "before paying."
    ),
    source="NABP, progress reports on Internet drug outlets (2011-2016)",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=0),
        "sentences": Measure(unit="sentences", direction=0),
    },
)

_CLAIMS = ("prescription_required",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The page says that a prescription is required"),
        unseen=N_("The page does not say that a prescription is required"),
    )
