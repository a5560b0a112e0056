"""A seller that calls itself a pharmacy of one country shows addresses of other countries only."""

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
from checker.signals._identity import address_countries, claimed_homes, same_country
from checker.site import Site, quote

META = Meta(
    title=N_("Address of another country than claimed"),
    why=N_(
        "The shop calls itself a pharmacy of one country and gives addresses in others only. "
        "Which law protects you, and who inspects it, cannot be told."
    ),
    verify=N_(
        "Look for an address in the country claimed, and for the entry of the shop in the "
        "register there."
    ),
    source=(
        "Health Canada: 74 % of sites that claim to be Canadian ship from elsewhere; FDA: "
        '"Canadian" pharmacies operation (2005)'
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"conflict": Measure(unit="flag", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Compare what the seller calls itself with the countries of its addresses."""
    claims = [claim for claim in claimed_homes(site) if claim.by == "name"]
    found = address_countries(site)
    if not claims or not found:
        return not_applicable(N_("No claimed country and address to compare"))
    if any(same_country(claim.country, country) for claim in claims for country in found):
        return absent(N_("An address is in the claimed country"), measures={"conflict": 0.0})
    page, address = next((p, a) for p, a in site.every(lambda p: p.addresses) if a.country in found)
    return present(
        N_("Calls itself a pharmacy of {home}; its address is in {country}"),
        home=countries().get(claims[0].country, claims[0].country),
        country=countries().get(address.country, address.country),
        quotes=(
            quote(claims[0].page, claims[0].words, claims[0].part),
            quote(page, address.text, address.place),
        ),
        measures={"conflict": 1.0},
    )
