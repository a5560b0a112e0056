"""A seller that says it is in one country sends its medicines from, or keeps them in, another part of the world."""

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
from checker.route import FROM
from checker.signals._route import route_of
from checker.site import Site

META = Meta(
    title=N_("Sends from another part of the world than it says it is in"),
    why=N_(
        "Medicines posted from outside are not examined by the authority of the country the shop names as its own. "
        "Most sites that called themselves Canadian sent from elsewhere."
    ),
    verify=N_(
        "Ask from which country the parcel comes and which authority supervises that pharmacy."
    ),
    source="Health Canada: 74 % of sites that claim to be Canadian ship from elsewhere; Hall & Antonopoulos, Fake Meds "
    "Online (2016)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"places": Measure(unit="countries", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Compare where parcels set out with where the seller says it is."""
    route = route_of(site)
    if not route.homes or not route.countries(*FROM):
        return not_applicable(N_("No country of its own and no place of dispatch are named"))
    away = route.abroad(*FROM)
    measures = {"places": float(len({leg.country for leg in away}))}
    if not away:
        return absent(N_("It sends from its own part of the world"), measures=measures)
    return present(
        N_("Says it is in {home} and sends from {country}"),
        home=countries().get(route.homes[0], route.homes[0]),
        country=countries().get(away[0].country, away[0].country),
        quotes=tuple(q for q in (route.home_quote, *(leg.quote for leg in away[:2])) if q),
        measures=measures,
    )
