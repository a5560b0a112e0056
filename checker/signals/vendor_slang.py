"""The words of street and chat dealers are used."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Words of dealers"),
    why=N_("No pharmacy speaks of plugs, drops and touchdown pictures."),
    verify=N_("Read it together with the other findings."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.PLACE,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("vendor_slang",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The words of dealers are used"),
        unseen=N_("No words of dealers are used"),
    )
