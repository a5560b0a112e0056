"""A link leads to an authority's entry. What the entry says is checked elsewhere.

The link alone is a claim: clones copy links too. Only an entry that names this very site counts.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import MEDICINE_SEALS, names, seals_of
from checker.site import Site, quote

META = Meta(
    title=N_("Link to the entry of an authority"),
    why=N_(
        "The link may be copied from another shop: it counts only when the entry names this "
        "web address."
    ),
    verify=N_("Press the link and compare name and web address of the entry with this site."),
    source=(
        "GPhC guidance on the internet pharmacy logo; Commission Implementing Regulation (EU) "
        "699/2014"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONTEXT,
    needs=("site",),
)


def detect(site: Site) -> Finding:
    """Look for seals and links that lead to an entry."""
    linked = seals_of(
        site, lambda s: s.exists and s.kind in MEDICINE_SEALS and s.link_state == "genuine"
    )
    if not linked:
        return absent(N_("No link to an entry of an authority was seen"))
    return present(
        N_("Leads to an entry of {seals}, still to be compared with this site"),
        seals=names(seal.seal for _, seal in linked),
        quotes=tuple(quote(page, seal.link or seal.quote, seal.place) for page, seal in linked[:3]),
    )
