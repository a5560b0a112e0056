"""The seller promises to beat customs or to send again what customs take."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import deals_in_medicines, said
from checker.site import Site

META = Meta(
    title=N_("Promise about customs"),
    why=N_("Whoever reckons with customs taking the parcel knows that it may not be imported."),
    verify=N_("Ask the customs service of your country whether the medicine may be sent to you."),
    source="UK Border Force and MHRA, joint operations against imported medicines",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("stealth_or_customs",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The seller speaks of getting parcels past customs or replacing seized ones"),
        unseen=N_("No promise about customs is made"),
        where=deals_in_medicines,
    )
