"""The buyer of medicines is hurried."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Hurries the buyer"),
    why=N_("Shops of all kinds hurry their customers; with medicines it leaves no time to ask."),
    verify=N_("Take the time to ask a pharmacist."),
    source="FTC, dark patterns report (2022)",
    topic=Topic.OFFER,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=0),
        "sentences": Measure(unit="sentences", direction=0),
    },
)

_CLAIMS = ("urgency",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site, _CLAIMS, seen=N_("The buyer is hurried"), unseen=N_("The buyer is not hurried")
    )
