"""A brand is offered as a generic: "generic Viagra"."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Brand called a generic"),
    why=N_(
        "A brand has one maker, so nothing else can be it. Registered sellers use the words too, "
        "to be found by people who know only the brand."
    ),
    verify=N_(
        "Look at the name on the pack: it should be that of the substance, with a licence number."
    ),
    source="Levchenko et al., Click Trajectories (2011)",
    topic=Topic.OFFER,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=0),
        "sentences": Measure(unit="sentences", direction=0),
    },
)

_CLAIMS = ("generic_brand_oxymoron",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A brand is offered as a generic"),
        unseen=N_("No brand is offered as a generic"),
    )
