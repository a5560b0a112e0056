"""Every telephone number is of another country than the one the seller says it is in.

Where it says so by a postal address, by its domain's ending or by calling itself a pharmacy of
some country.
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
from checker.signals._identity import claimed_homes, same_country, sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Telephone of another country than claimed"),
    why=N_(
        "A shop can be rung where it is. When all its numbers belong to other countries than "
        "the one it claims, one of the two is not true."
    ),
    verify=N_("Compare the country code of the telephone number with the address on the site."),
    source=(
        'Health Canada and NAPRA on "Canadian" pharmacies run from elsewhere; NABP 2015: 62 % '
        "without a valid address; Hall & Antonopoulos, Fake Meds Online (2016)"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"mismatch": Measure(unit="flag", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Compare countries claimed with those of the numbers; +1 is one country here."""
    homes = claimed_homes(site)
    phones = [(page, phone) for page, phone in site.every(lambda p: p.phones) if phone.country]
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    if not homes or not phones:
        return not_applicable(N_("No claimed country and telephone to compare"))
    if any(same_country(p.country, home.country) for _, p in phones for home in homes):
        return absent(N_("A telephone is of the claimed country"), measures={"mismatch": 0.0})
    page, phone = phones[0]
    return present(
        N_("Claims {home}, but the telephone is of {country}"),
        home=countries().get(homes[0].country, homes[0].country),
        country=countries().get(phone.country, phone.country),
        quotes=(
            quote(homes[0].page, homes[0].words, homes[0].part),
            quote(page, phone.quote or phone.number, phone.place),
        ),
        measures={"mismatch": 1.0},
    )
