"""Repeat orders of medicines get a lasting discount."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Discount on every further order"),
    why=N_(
        "Lasting discounts on further orders stand in the catalogues of affiliate programmes "
        "beside free tablets."
    ),
    verify=N_("Read it together with the other findings."),
    source="Levchenko et al., Click Trajectories (2011)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("lifetime_discount",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A discount on every further order is offered"),
        unseen=N_("No discount on further orders is offered"),
    )
