"""The address of a listing offers powders, moulds or presses from which pills are made."""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.raw_material import is_listing, raw_material_in
from checker.target import Target

META = Meta(
    title=N_("Listing of powders or presses"),
    why=N_(
        "Powdered ingredients and pill presses are what home laboratories buy. Firms that make medicines buy "
        "them, too, under a licence; nothing made from them by others was ever examined."
    ),
    verify=N_("Ask the seller for the manufacturing licence that buyers have to show."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.PLACE,
    direction=Direction.CONTEXT,
    needs=("target",),
    experimental=True,
)


def detect(target: Target) -> Finding:
    """Look for powders and presses in what the address of a listing says."""
    platform = target.platform
    if platform is None or not is_listing(target):
        return not_applicable(N_("The address is no listing"))
    what, words = raw_material_in(target)
    if not what:
        return absent(N_("The address offers no powders and no presses"))
    return present(
        N_("An address on {platform} offers {what}"),
        platform=platform.name,
        what=what,
        quotes=(Quote(text=words[:160], where=f"{target.host} (address)"),),
    )
