"""The seller says that no prescription is needed, and sells what needs one."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Says no prescription is needed"),
    why=N_(
        "A medicine that needs a prescription is offered without one: the strongest single mark "
        "of an unlicensed seller; nine in ten of those the NABP reviewed asked for none."
    ),
    verify=N_("Ask a pharmacist whether the medicine needs a prescription in your country."),
    source="NABP, progress reports on Internet drug outlets (2011-2016)",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("no_prescription",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The seller says that a prescription is not needed"),
        unseen=N_("No sentence says that a prescription is not needed"),
    )
