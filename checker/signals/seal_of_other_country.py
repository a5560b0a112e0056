"""A regulator's mark of one country on a site whose every address and telephone is in others.

A pharmacy is registered where its premises are.
"""

from __future__ import annotations

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
    names,
    phone_countries,
    quotes,
    same_country,
    seals_of,
)
from checker.site import Site

META = Meta(
    title=N_("Regulator of one country, address of another"),
    why=N_(
        "A pharmacy is registered in the country of its premises. This site shows the mark of "
        "a regulator of one country and can be reached only in others."
    ),
    verify=N_(
        "Compare the country of the regulator with the address and the telephone number on "
        "the site."
    ),
    source=(
        "GPhC: only premises in Great Britain are registered; Commission Implementing "
        "Regulation (EU) 699/2014: the flag is that of the member state of establishment"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


_COUNTRY = {
    "GPhC internet pharmacy logo": "GB",
    "PSNI internet logo (Northern Ireland)": "GB",
    "BfArM / DIMDI Versandhandels-Logo": "DE",
    "Spanish Distafarma logo": "ES",
    "Italian national logo": "IT",
    "French Ordre / ARS logo": "FR",
    "Dutch aanbieders medicijnen logo": "NL",
    "Canadian provincial college licence": "CA",
}


def detect(site: Site) -> Finding:
    """Compare the countries of regulators' marks with those of addresses and telephones."""
    marks = seals_of(site, lambda s: s.seal in _COUNTRY)
    found = address_countries(site) | phone_countries(site)
    if not marks:
        return not_applicable(N_("No mark of a national regulator is shown"))
    if not found:
        return unknown(N_("No address or telephone tells a country"))
    foreign = [
        (page, s)
        for page, s in marks
        if not any(same_country(_COUNTRY[s.seal], country) for country in found)
    ]
    if not foreign:
        return absent(N_("Regulator and address are of the same country"))
    return present(
        N_("{seal} ({home}), but address and telephone are in {places}"),
        seal=foreign[0][1].seal,
        home=_COUNTRY[foreign[0][1].seal],
        places=names(sorted(found)),
        quotes=quotes(foreign),
    )
