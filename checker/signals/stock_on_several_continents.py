"""A seller of medicines sends from, or keeps stock in, several parts of the world at once.

No licence covers them all. "EU to EU, US to US, worldwide from India" is how sellers avoid customs.
"""

from __future__ import annotations

from checker.countries import countries
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
from checker.regions import EU, same_region
from checker.route import FROM
from checker.signals._route import route_of
from checker.site import Site

META = Meta(
    title=N_("Medicines sent from several parts of the world"),
    why=N_(
        "A pharmacy is licensed in one country. Stock in several parts of the world is how sellers keep parcels "
        "from being looked at on their way in."
    ),
    verify=N_("Ask for the licence of each place the medicines are said to come from."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"regions": Measure(unit="regions", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Count the parts of the world from which parcels are said to come."""
    route = route_of(site)
    places = route.countries(*FROM)
    if not places:
        return not_applicable(N_("No place of dispatch is named"))
    apart = list[str]()
    for place in places:
        if not any(same_region(place, other) for other in apart):
            apart.append(place)
    measures = {"regions": float(len(apart))}
    if len(apart) < 2:
        return absent(N_("It sends from one part of the world"), measures=measures)
    legs = [leg for leg in route.legs if leg.leg in FROM and leg.country in apart]
    return present(
        N_("Sends medicines from {places}"),
        places=", ".join({**countries(), EU: "EU"}.get(place, place) for place in apart),
        quotes=tuple(dict.fromkeys(leg.quote for leg in legs))[:3],
        measures=measures,
    )
