"""Money back is guaranteed on prescription medicines."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Money-back guarantee on medicines"),
    why=N_(
        "Pharmacies may not take medicines back and sell them again, so they do not sell with a "
        "guarantee of satisfaction."
    ),
    verify=N_("Read the terms: what has to be sent back, to which address, in which country?"),
    source="NABP, progress reports on Internet drug outlets (2011-2016)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("money_back",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Money back is guaranteed"),
        unseen=N_("No money-back guarantee is given"),
    )
