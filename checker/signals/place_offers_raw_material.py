"""The address of a listing offers powders, moulds or presses from which pills are made."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

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
from checker.patterns import compiled
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

_LISTS = frozenset({"b2b", "c2c", "classified", "social", "forum", "messenger", "darknet"})
_OFFERED = compiled(
    r"\b(?:pill|tablet)s?(?: (?:single|punch|rotary|mini|manual|electric|hand|die|\d{1,2})){0,3}"
    r" (?:press|machine|maker|mould|mold|die|punch)(?:es|s)?\b|\btdp[ -]?[0156]\b|\bcapsule (?:fill\w+|machine)|"
    r"\b(?:steroids?|sarms?|peptides?|hormones?|api|drug|pharmaceutical|hgh|nootropics?)(?: \w{1,12}){0,2}"
    r" (?:raw )?powders?\b|\braw (?:steroid|powder|material)s?\b|\b(?:bacteriostatic|bac) water\b"
)
_BREAKS = str.maketrans(dict.fromkeys("-_/+.,=&", " "))


def detect(target: Target) -> Finding:
    """Look for powders and presses in what the address of a listing says."""
    platform = target.platform
    if platform is None or platform.kind not in _LISTS:
        return not_applicable(N_("The address is no listing"))
    words = " ".join(unquote(urlsplit(target.url).path)[:2000].translate(_BREAKS).split())
    found = _OFFERED.search(words)
    if found is None:
        return absent(N_("The address offers no powders and no presses"))
    return present(
        N_("An address on {platform} offers {what}"),
        platform=platform.name,
        what=found[0],
        quotes=(Quote(text=words[:160], where=f"{target.host} (address)"),),
    )
