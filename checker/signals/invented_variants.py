"""Variants of a brand are offered that its maker never made: "Viagra Soft", "Cialis Black"."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Variants the maker never made"),
    why=N_("No authority has seen these products, and no one can say what is in them."),
    verify=N_("Look the exact name up in the medicines register of your country."),
    source="Levchenko et al., Click Trajectories (2011)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("super_active_variants",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Variants are offered that the maker of the brand never made"),
        unseen=N_("No invented variants of a brand are offered"),
    )
