"""The published owner of the domain is in another country than the shop says it is in.

The UK study found many shops that claim to be British and are run from overseas.
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
    unknown,
)
from checker.message import N_
from checker.registration import Privacy, Registration
from checker.signals._address import is_registered, record
from checker.signals._identity import claimed_homes, same_country
from checker.site import Site, quote

META = Meta(
    title=N_("Owner of the domain in another country than the shop"),
    why=N_(
        "The record names an owner in another country than the shop names for itself. Many sites that claim "
        "to be British are run from overseas; groups and agencies register names for their firms too."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org (.uk at nominet.uk) and compare the registrant's country."
    ),
    source="Hall & Antonopoulos, Fake Meds Online (2016); NABP progress report (July 2011)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("site", "registration"),
    measures={"conflict": Measure(unit="flag")},
)


def detect(site: Site, registration: Registration) -> Finding:
    """Compare the registrant's country with those the shop names in words or addresses."""
    if not is_registered(registration):
        return unknown(N_("The registry did not describe a registration"))
    if registration.privacy is Privacy.PROXY:
        return not_applicable(
            N_("The record names a privacy service: the country is the service's")
        )
    country = registration.registrant_country
    if not country:
        return unknown(N_("The registry publishes no country of the owner"))
    claims = [claim for claim in claimed_homes(site) if claim.by != "ending"]
    if not claims:
        return not_applicable(N_("The shop names no country of its own"))
    if any(same_country(claim.country, country) for claim in claims):
        return absent(N_("The owner is in the shop's country"), measures={"conflict": 0.0})
    return present(
        N_("The shop gives {home} as its country; the owner of the domain is in {country}"),
        home=countries().get(claims[0].country, claims[0].country),
        country=countries().get(country, country),
        quotes=(
            quote(claims[0].page, claims[0].words, claims[0].part),
            record(registration, f"registrant country {country}"),
        ),
        measures={"conflict": 1.0},
    )
