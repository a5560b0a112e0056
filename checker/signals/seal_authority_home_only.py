"""A mark of a pharmacy authority leads to the authority's front page, not to an entry.

Looking genuine without naming anyone: the link works and proves nothing.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import MEDICINE_SEALS, names, quotes, seals_of, with_entry
from checker.site import Site

META = Meta(
    title=N_("Seal that leads to the front page of the authority"),
    why=N_(
        "A genuine seal opens the entry of this shop. A link to the front page of the "
        "authority looks right and proves nothing."
    ),
    verify=N_("Press the seal: the page that opens must name this shop and its web address."),
    source=(
        "Commission Implementing Regulation (EU) 699/2014, recitals on the link to the entry; "
        "GPhC guidance on the internet pharmacy logo"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for seals that lead to the authority, on a site where none of the kind has an entry."""
    linked = with_entry(site)
    vague = seals_of(
        site,
        lambda s: (
            s.kind in MEDICINE_SEALS and s.link_state == "authority_home" and s.seal not in linked
        ),
    )
    if not vague:
        return absent(N_("No seal leads to a mere front page"))
    return present(
        N_("{seals}: the link opens the authority, not an entry of this shop"),
        seals=names(seal.seal for _, seal in vague),
        quotes=quotes(vague),
    )
