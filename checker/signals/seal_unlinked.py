"""A mark of a pharmacy authority or certification stands on the page as a mere picture.

These marks are worth only what the entry behind their link says; a copied picture is what illicit
shops show.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import MEDICINE_SEALS, names, quotes, seals_of, with_entry
from checker.site import Site

META = Meta(
    title=N_("Seal of an authority without a link"),
    why=N_(
        "A genuine seal is a link to the entry of this very shop on the site of the "
        "authority. A picture without a link can be copied by anyone."
    ),
    verify=N_(
        "Press the seal: it must open an entry on the site of the authority that names this "
        "web address."
    ),
    source=(
        "Commission Implementing Regulation (EU) 699/2014 (the common logo is a link to the "
        "national list); GPhC internet pharmacy logo; NABP reports on forged seals"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for seals that need a link and have none, on a site where none of the kind has one."""
    linked = with_entry(site)
    bare = seals_of(
        site,
        lambda s: (
            s.exists
            and s.kind in MEDICINE_SEALS
            and s.link_state == "unlinked"
            and s.seal not in linked
        ),
    )
    if not bare:
        return absent(N_("No seal of an authority stands there as a mere picture"))
    return present(
        N_("A picture of a seal that leads nowhere: {seals}"),
        seals=names(seal.seal for _, seal in bare),
        quotes=quotes(bare),
    )
