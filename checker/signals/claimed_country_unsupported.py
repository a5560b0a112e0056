"""A seller calls itself a pharmacy of a country where it names neither an address nor a telephone.

"Canadian" and "British" are advertising words of shops that are in neither country.
"""

from __future__ import annotations

from checker.countries import countries
from checker.finding import (
    Direction,
    Finding,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.signals._identity import (
    address_countries,
    claimed_homes,
    phone_countries,
    same_country,
    sells_medicine,
)
from checker.site import Site, quote

META = Meta(
    title=N_("Claimed country without address or telephone there"),
    why=N_("The shop advertises with a country and names no address and no telephone there."),
    verify=N_(
        "Look for an address in the country claimed, and for the entry of the shop in the "
        "register there."
    ),
    source=(
        "Health Canada: 74 % of sites that claim to be Canadian ship from elsewhere; NAPRA: "
        "how to verify a Canadian online pharmacy"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for anything in the country the seller calls its own, over the pages that would say it."""
    claims = [claim for claim in claimed_homes(site) if claim.by == "name"]
    if not claims or not sells_medicine(site):
        return not_applicable(N_("The seller does not call itself a pharmacy of a country"))
    found = address_countries(site) | phone_countries(site)
    if any(same_country(claim.country, country) for claim in claims for country in found):
        return absent(N_("Address or telephone is in the claimed country"))
    if not site.identity_read:
        return unknown(N_("The contact and terms pages were not read"))
    return present(
        N_("Calls itself a pharmacy of {home}, with no address or telephone there"),
        home=countries().get(claims[0].country, claims[0].country),
        quotes=(quote(claims[0].page, claims[0].words, claims[0].part),),
    )
