"""The page carries the mark of a known programme of illicit pharmacies.

Nine in ten such shops belong to a network that supplies pages, goods and payment; the names are
those that warning letters and studies published.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.page.markers import strong_marks
from checker.signals._identity import names
from checker.site import Site, quote

META = Meta(
    title=N_("Mark of a known affiliate programme"),
    why=N_(
        "The page carries the name, number or text of a network that supplied illicit shops "
        "and was named in published reports."
    ),
    verify=N_("Search for the name together with the words warning letter."),
    source=(
        "NABP 2012 (98 % of 8,456 sites) and 2015 (91 %); LegitScript 2009-2012; FDA warning "
        "letters September 2017"
    ),
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"programmes": Measure(unit="programmes", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for strong marks."""
    strong = strong_marks()
    seen = [(page, name) for page, name in site.every(lambda p: p.markers) if name in strong]
    measures = {"programmes": float(len({name for _, name in seen}))}
    if not seen:
        return absent(N_("No mark of a known programme was seen"), measures=measures)
    return present(
        N_("Carries the mark of {programmes}"),
        programmes=names(name for _, name in seen),
        quotes=tuple(quote(page, name, "main") for page, name in seen[:3]),
        measures=measures,
    )
