"""A pharmacy number of one country's register on a site whose every address and telephone is elsewhere.

Premises are registered where they stand.
"""

from __future__ import annotations

from checker.authorities import authority_of_number
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
    identifiers_of,
    names,
    phone_countries,
    quotes,
    same_country,
)
from checker.site import Site

META = Meta(
    title=N_("Register number of one country, address of another"),
    why=N_(
        "A pharmacy is registered in the country of its premises. This site gives a number of one "
        "country's register and can be reached only in others."
    ),
    verify=N_("Look the number up in the register and compare the address there with the site's."),
    source="GPhC: only premises in Great Britain are registered; Directive 2001/83/EC, article 85c",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)

_PREMISES = frozenset(
    {"gphc_premises", "psni", "mhra_seller", "ie_psi", "fr_licence", "fr_finess", "za_sapc"}
    | {"ke_ppb", "ng_pcn", "ru_licence", "in_drug_licence"}
)


def detect(site: Site) -> Finding:
    """Compare the countries of pharmacy numbers with those of addresses and telephones."""
    numbers = identifiers_of(site, lambda i: i.kind in _PREMISES and i.valid is not False)
    found = address_countries(site) | phone_countries(site)
    if not numbers:
        return not_applicable(N_("No pharmacy number of a country's register was seen"))
    if not found:
        return unknown(N_("No address or telephone tells a country"))
    foreign = [
        (page, one)
        for page, one in numbers
        if not any(same_country(_home(one.kind, one.country), country) for country in found)
    ]
    if not foreign:
        return absent(N_("Number and address are of the same country"))
    return present(
        N_("Number {number} of a register of {home}, but address and telephone are in {places}"),
        number=foreign[0][1].value,
        home=_home(foreign[0][1].kind, foreign[0][1].country),
        places=names(sorted(found)),
        quotes=quotes(foreign),
    )


def _home(kind: str, country: str) -> str:
    authority = authority_of_number(kind)
    return authority.country if authority is not None else country
