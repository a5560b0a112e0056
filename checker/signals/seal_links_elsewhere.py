"""A mark of a pharmacy authority leads to a page that is not the authority's.

Illicit shops link copied seals to their own "certificate" page or to any other address.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import MEDICINE_SEALS, quotes, seals_of, with_entry
from checker.site import Site, shorten

META = Meta(
    title=N_("Seal that leads to another place than the authority"),
    why=N_(
        "The seal of an authority leads to its own register. A seal that leads to a page of "
        "the shop, or to a third site, shows what the shop wants to show."
    ),
    verify=N_(
        "Press the seal and read the address that opens: it must be the site of the authority."
    ),
    source=(
        "NABP reports on rogue online pharmacies (forged seals); CIPA notice on its "
        "certification mark, 2015"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for seals whose link leads to the shop itself or to a third site."""
    linked = with_entry(site)
    astray = seals_of(
        site,
        lambda s: (
            s.exists
            and s.kind in MEDICINE_SEALS
            and s.link_state in ("elsewhere", "own_site")
            and s.seal not in linked
            and "#" not in s.link
        ),  # A script behind "#" may open anything.
    )
    if not astray:
        return absent(N_("No seal of an authority leads to another place"))
    return present(
        N_("{seal}: the seal leads to {link}, not to the authority"),
        seal=astray[0][1].seal,
        link=shorten(astray[0][1].link.split("?", 1)[0], 80),
        quotes=quotes(astray),
    )
