"""The page warns of medicines without a prescription."""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.signals._claims import trades_in_restricted
from checker.site import Site, quote

META = Meta(
    title=N_("Warns of buying without a prescription"),
    why=N_(
        "Copied warnings stand on the pages of sellers without a licence too, so a warning says "
        "nothing for the seller."
    ),
    verify=N_("No check is needed: read it together with the other findings."),
    source="FDA, BeSafeRx: signs of a doubtful online pharmacy",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={"said": Measure(unit="flag")},
)


def detect(site: Site) -> Finding:
    """Look for the warning; a hit of its own expression counts whatever else the sentence says."""
    if not trades_in_restricted(site):
        return not_applicable(N_("No medicine is named to which this would matter"))
    found = [
        (page, hit)
        for page, hit in site.every(lambda facts: facts.phrases)
        if hit.signal == "prescription_warning"
    ]
    measures = {"said": float(bool(found))}
    if not found:
        return absent(N_("The page gives no such warning"), measures=measures)
    return present(
        N_("The page warns of medicines without a prescription"),
        quotes=tuple(quote(page, hit.quote, hit.place) for page, hit in found[:3]),
        measures=measures,
    )
