"""Prescription medicines are sent to the whole world."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Sends medicines worldwide"),
    why=N_(
        "No pharmacy is licensed everywhere. Sending prescription medicines to any country means "
        "that no country supervises it."
    ),
    verify=N_("Look for the list of countries the pharmacy is licensed in."),
    source="FDA, BeSafeRx: signs of a doubtful online pharmacy",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("worldwide_shipping",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Delivery to the whole world is promised"),
        unseen=N_("No delivery to the whole world is promised"),
    )
