"""The route a seller's goods take, by the seller's own words, against the country it says it is in.

Values only: what a page says is read by :mod:`checker.signals._route`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checker.countries import countries
from checker.finding import Quote
from checker.message import N_, Message, message
from checker.regions import EU, same_region

MOST_PLACES = 6


class Leg(StrEnum):
    """What is said of a place."""

    SHIPS_FROM = "ships_from"
    STOCK_IN = "stock_in"
    AGENTS_IN = "agents_in"
    THROUGH = "through"
    FREE_ZONE = "free_zone"


FROM = (Leg.SHIPS_FROM, Leg.STOCK_IN)
"""Where parcels are said to set out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLeg:
    """One statement of the seller about where its goods are or pass."""

    leg: Leg
    country: str
    """ISO 3166 code, ``EU``, or empty where the statement names no place."""
    kind: str
    """What the place is on trade routes: ``source``, ``transit``, ``free_zone``, else ``country``, ``place`` or
    ``bloc``; empty without a place."""
    place: str
    """As the seller names it."""
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a seller says about the way of its goods."""

    homes: tuple[str, ...] = ()
    """Countries the seller says it is in, ISO 3166 codes."""
    home_quote: Quote | None = None
    """Where it says so first."""
    legs: tuple[RouteLeg, ...] = ()

    def countries(self, *legs: Leg) -> tuple[str, ...]:
        """Countries of the statements of these kinds, each once."""
        return tuple(
            dict.fromkeys(one.country for one in self.legs if one.leg in legs if one.country)
        )

    def abroad(self, *legs: Leg) -> tuple[RouteLeg, ...]:
        """Statements of these kinds about places outside the regions of all countries the seller says it is in;
        none where it names none."""
        return tuple(
            one
            for one in self.legs
            if one.leg in legs
            and one.country
            and self.homes
            and not any(same_region(home, one.country) for home in self.homes)
        )


NO_ROUTE = Route()


def route_text(route: Route) -> Message | None:
    """The route in one line; None where nothing is said of it."""
    parts = tuple(_parts(route))
    if not route.legs:
        return None
    places = {f"part{number}": part for number, part in enumerate(parts)}
    return message("; ".join(f"{{{name}}}" for name in places), **places)


def _parts(route: Route) -> Iterator[Message]:
    if route.homes:
        yield message(N_("says it is in {places}"), places=_names(route.homes))
    for leg, text in _SAID.items():
        if found := route.countries(leg):
            yield message(text, places=_names(found))
    zones = [one.place for one in route.legs if one.leg is Leg.FREE_ZONE]
    if zones:
        yield message(N_("free zone: {zones}"), zones=", ".join(dict.fromkeys(zones)))
    placeless = [one for one in route.legs if one.leg is Leg.AGENTS_IN and not one.country]
    if placeless and not route.countries(Leg.AGENTS_IN):
        yield message(N_("local agents"))


def _names(codes: tuple[str, ...]) -> str:
    known = {**countries(), EU: "EU"}
    return ", ".join(known.get(code, code) for code in codes[:MOST_PLACES])


_SAID = {
    Leg.SHIPS_FROM: N_("sends from {places}"),
    Leg.STOCK_IN: N_("stock in {places}"),
    Leg.THROUGH: N_("by way of {places}"),
    Leg.AGENTS_IN: N_("agents in {places}"),
}
