"""The price list of medicines is sent on request only."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Price list on request"),
    why=N_("A pharmacy shows its prices. Lists sent by mail or chat keep the trade out of sight."),
    verify=N_("Ask why the prices are not on the page."),
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

_CLAIMS = ("full_price_list",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Prices are sent on request only"),
        unseen=N_("No price list on request is offered"),
    )
