"""The address a page describes for machines has a postcode its own country does not use."""

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
from checker.site import Site, quote

META = Meta(
    title=N_("Postcode that its country does not use"),
    why=N_(
        "The postcode given has not the form of the country named beside it: the address was "
        "made up, or mistyped."
    ),
    verify=N_("Look the address up on a map."),
    source="Universal Postal Union: postal addressing systems in member countries",
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"malformed": Measure(unit="flag", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Compare postcodes of described addresses with the format of their country."""
    stated = [
        (page, a) for page, a in site.every(lambda p: p.addresses) if a.country and a.postcode
    ]
    broken = [(page, a) for page, a in stated if not a.valid]
    if not stated:
        return not_applicable(N_("No address with country and postcode is given"))
    if not broken or len(broken) < len(stated):
        return absent(N_("A postcode has the form of its country"), measures={"malformed": 0.0})
    return present(
        N_("{postcode} is no postcode of {country}"),
        postcode=broken[0][1].postcode,
        country=countries().get(broken[0][1].country, broken[0][1].country),
        quotes=tuple(quote(page, a.text, a.place) for page, a in broken[:2]),
        measures={"malformed": 1.0},
    )
