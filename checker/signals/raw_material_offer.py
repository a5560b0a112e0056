"""Steroid, peptide or other drug powders, mixing water or tablet presses are offered to consumers."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Raw materials and presses"),
    why=N_(
        "Powders, mixing water and presses are what home laboratories buy. Nothing made from them "
        "was examined."
    ),
    verify=N_("Ask for the manufacturing licence and look it up."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("wholesale_offer",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Raw drug powder, mixing water or tablet presses are offered"),
        unseen=N_("No raw materials are offered"),
    )
