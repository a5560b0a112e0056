"""A medicine seller shows seals of encryption or virus-scan services as mere pictures.

Doctored Norton, McAfee and VeriSign pictures stand on the templates of illicit shops.
"""

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
from checker.signals._identity import names, quotes, seals_of, sells_medicine
from checker.site import Site

META = Meta(
    title=N_("Security seal without a link"),
    why=N_(
        "Seals of security services are links that open a report about this shop. They say "
        "nothing about medicines, and as a mere picture nothing at all."
    ),
    verify=N_(
        "Press the seal: a genuine one opens a page of the security service about this web address."
    ),
    source=(
        "ESET 2010 and Cyveillance 2010 on doctored certificate seals of spam-advertised pharmacies"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"seals": Measure(unit="seals", direction=1)},
    experimental=True,
)


_KINDS = frozenset(
    {"TLS or malware seal", "TLS seal", "malware seal", "privacy", "reputation"}
    | {"business bureau (US, CA)"}
)


def detect(site: Site) -> Finding:
    """Look for such pictures on sites that put medicines up for sale."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    bare = seals_of(
        site, lambda s: s.kind in _KINDS and s.link_state in ("unlinked", "own_site", "elsewhere")
    )
    measures = {"seals": float(len(bare))}
    if not bare:
        return absent(N_("No security seal stands there as a mere picture"), measures=measures)
    return present(
        N_("A picture of a security seal that opens no report: {seals}"),
        seals=names(seal.seal for _, seal in bare),
        quotes=quotes(bare),
        measures=measures,
    )
