"""The server stands in a country that is neither the shop's own nor one where shops usually rent.

A weak fact, and shown as such: clouds and delivery networks put lawful shops anywhere. Only a server off
the common paths is mentioned, and never where a delivery network stands before it.
"""

from __future__ import annotations

from checker.countries import countries
from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.origin import Origin
from checker.regions import same_region
from checker.signals._identity import claimed_homes, same_country
from checker.site import Site, quote

META = Meta(
    title=N_("Server in an unusual country for the shop"),
    why=N_(
        "The shop names one country and its server stands in another, outside the ones where firms usually "
        "rent. In 2011, 2,878 of about 7,700 rogue sites had servers outside the country they sold to. "
        "Today clouds blur this."
    ),
    verify=N_("Look the site's address up at a public service that tells network and country."),
    source="NABP progress report (July 2011)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("site", "origin"),
    measures={"conflict": Measure(unit="flag")},
)

_RENTED_BY_ALL = frozenset({"US", "DE", "NL", "IE", "FR", "GB"})
"""Where the data centres stand that firms of all countries rent: a server there says nothing."""


def detect(site: Site, origin: Origin) -> Finding:
    """Compare the server's country with the countries the shop names."""
    if origin.front:
        return unknown(N_("A delivery network stands before the site: its server is not seen"))
    if not origin.country:
        return unknown(N_("The country of the server is not known"))
    claims = [claim for claim in claimed_homes(site) if claim.by != "ending"]
    if not claims:
        return not_applicable(N_("The shop names no country of its own"))
    if any(_usual(claim.country, origin.country) for claim in claims):
        return absent(N_("The server stands where such shops rent"), measures={"conflict": 0.0})
    network = f"AS{origin.asn} " if origin.asn else ""
    network += origin.organisation or ""
    return present(
        N_("The shop gives {home} as its country; its server stands in {country}"),
        home=countries().get(claims[0].country, claims[0].country),
        country=countries().get(origin.country, origin.country),
        quotes=(
            quote(claims[0].page, claims[0].words, claims[0].part),
            Quote(text=f"{origin.country} {network}".strip()[:160], where=origin.address),
        ),
        measures={"conflict": 1.0},
    )


def _usual(home: str, server: str) -> bool:
    """Whether a shop in ``home`` with a server in ``server`` is no surprise."""
    return server in _RENTED_BY_ALL or same_country(home, server) or same_region(home, server)
