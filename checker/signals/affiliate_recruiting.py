"""The seller of medicines pays others to bring buyers."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Pays others to bring buyers"),
    why=N_(
        "Nearly all unlicensed pharmacies are shop windows of a few programmes that pay a "
        "commission for each buyer."
    ),
    verify=N_("Look for the name of the programme behind the shop."),
    source="Levchenko et al., Click Trajectories (2011)",
    topic=Topic.WAY_IN,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("affiliate_recruit",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Commission is offered for bringing buyers"),
        unseen=N_("No commission for bringing buyers is offered"),
    )
