"""Plain or discreet packaging is promised."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Promises discreet packaging"),
    why=N_(
        "Registered pharmacies post in plain packaging too, so this alone says little; sellers "
        "without a licence hardly ever leave it out."
    ),
    verify=N_("No check is needed: read it together with the other findings."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.DELIVERY,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=0),
        "sentences": Measure(unit="sentences", direction=0),
    },
)

_CLAIMS = ("discreet_packaging",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Discreet packaging is promised"),
        unseen=N_("Nothing is said about discreet packaging"),
    )
