"""The goods come from abroad, mostly from India, Singapore or China, or the seller sits offshore."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import deals_in_medicines, said
from checker.site import Site

META = Meta(
    title=N_("Dispatched from abroad"),
    why=N_(
        "Medicines posted from outside are not examined by the authority of your country, "
        "whatever pharmacy the page calls itself."
    ),
    verify=N_(
        "Ask from which country the parcel comes and which authority supervises that pharmacy."
    ),
    source="NABP, progress reports on Internet drug outlets (2011-2016)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("shipped_from_offshore",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The goods are said to come from abroad or from an offshore company"),
        unseen=N_("Nothing says that the goods come from abroad"),
        where=deals_in_medicines,
    )
