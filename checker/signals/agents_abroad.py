"""A seller of medicines has or looks for agents in other countries than its own."""

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
from checker.route import Leg
from checker.signals._route import route_of
from checker.site import Site

META = Meta(
    title=N_("Agents for medicines in other countries"),
    why=N_(
        "Medicines may be passed on by licensed wholesalers and pharmacies only. Agents who receive and repack "
        "parcels hide where they come from."
    ),
    verify=N_("Ask for the name of the agent and look it up in the register of that country."),
    source="Hall & Antonopoulos, Fake Meds Online (2016)",
    topic=Topic.DELIVERY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"countries": Measure(unit="countries", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for agents in countries that are not the seller's own."""
    route = route_of(site)
    agents = [leg for leg in route.legs if leg.leg is Leg.AGENTS_IN]
    if not agents:
        return not_applicable(N_("No agents are spoken of"))
    away = [leg for leg in agents if leg.country and leg.country not in route.homes]
    measures = {"countries": float(len({leg.country for leg in away}))}
    if not away:
        return absent(N_("No agents in other countries are named"), measures=measures)
    return present(
        N_("Names agents in {places}"),
        places=", ".join(
            dict.fromkeys(countries().get(leg.country, leg.country) for leg in away[:6])
        ),
        quotes=tuple(dict.fromkeys(leg.quote for leg in away))[:3],
        measures=measures,
    )
