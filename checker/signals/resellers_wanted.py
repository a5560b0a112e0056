"""Agents or resellers of medicines are looked for."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Looks for resellers of medicines"),
    why=N_(
        "Medicines may be passed on by licensed wholesalers only. Whoever recruits private "
        "resellers builds a trade outside it."
    ),
    verify=N_("Ask for the wholesale licence and look it up."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("agents_resellers",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Agents or resellers are looked for"),
        unseen=N_("No agents or resellers are looked for"),
    )
