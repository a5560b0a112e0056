"""The page shows a mark that no authority issues.

Look-alikes such as "Pharma Checker" or an "FDA approved pharmacy" badge were drawn for networks
of illicit shops.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import names, quotes, seals_of
from checker.site import Site

META = Meta(
    title=N_("Seal that no authority issues"),
    why=N_(
        "This mark was made up: there is no such body, or the body named does not approve shops."
    ),
    verify=N_(
        "Look for the body on the list of your national medicines authority: it will not be there."
    ),
    source=(
        "ESET 2010 and Cyveillance 2010 on spam-advertised pharmacies; Canadian Pharmacists "
        "Association 2007; FDA BeSafeRx (the FDA approves drugs, not pharmacies)"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for marks known to be invented."""
    invented = seals_of(site, lambda s: not s.exists)
    if not invented:
        return absent(N_("No invented seal was seen"))
    return present(
        N_("No authority issues this mark: {seals}"),
        seals=names(seal.seal for _, seal in invented),
        quotes=quotes(invented),
    )
