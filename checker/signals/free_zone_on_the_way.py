"""A seller that says it is in one country names a free zone or a transit hub elsewhere on the way of its goods."""

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
from checker.regions import same_region
from checker.route import Leg, Route, RouteLeg
from checker.signals._route import route_of
from checker.site import Site

META = Meta(
    title=N_("Free zone or transit hub on the way of the goods"),
    why=N_(
        "In free zones goods are repacked and papers changed before anybody looks at them. Counterfeit medicines "
        "were found to pass through such places."
    ),
    verify=N_("Ask where the medicines were made and by which way they come."),
    source="Hall & Antonopoulos, Fake Meds Online (2016); OECD and EUIPO, Trade in Counterfeit Goods and Free Trade "
    "Zones (2018)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"places": Measure(unit="places", direction=1)},
    experimental=True,
)

_HUBS = frozenset({"transit", "free_zone"})


def detect(site: Site) -> Finding:
    """Look for zones and hubs outside the part of the world the seller says it is in."""
    route = route_of(site)
    if not route.homes or not route.legs:
        return not_applicable(N_("No country of its own and no way of the goods are named"))
    hubs = [leg for leg in route.legs if _is_hub(leg) and not _at_home(leg, route)]
    measures = {"places": float(len({leg.place for leg in hubs}))}
    if not hubs:
        return absent(N_("No free zone and no transit hub is named"), measures=measures)
    return present(
        N_("Names {places} on the way of its goods"),
        places=", ".join(dict.fromkeys(leg.place for leg in hubs[:4])),
        quotes=tuple(dict.fromkeys(leg.quote for leg in hubs))[:3],
        measures=measures,
    )


def _is_hub(leg: RouteLeg) -> bool:
    return leg.leg is Leg.FREE_ZONE or (leg.leg is not Leg.AGENTS_IN and leg.kind in _HUBS)


def _at_home(leg: RouteLeg, route: Route) -> bool:
    return any(same_region(home, leg.country) for home in route.homes)
