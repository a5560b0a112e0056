"""A number the page calls its telephone exists in no numbering plan."""

from __future__ import annotations

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
from checker.signals._identity import sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Telephone number that cannot exist"),
    why=N_("The number has a form that no country gives, so nobody can be rung there."),
    verify=N_("Ring the number before you order."),
    source="ITU-T E.164 numbering plans, as published by the national authorities",
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"numbers": Measure(unit="numbers", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for numbers with a country code that their country does not give, and no right one."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    phones = list(site.every(lambda p: p.phones))
    broken = [
        (page, phone)
        for page, phone in phones
        if phone.kind == "unknown" and phone.number.startswith("+") and " " in phone.number.strip()
    ]
    measures = {"numbers": float(len(broken))}
    if not broken or len(broken) < len(phones):
        return absent(
            N_("A possible telephone number is named, or none"), measures={"numbers": 0.0}
        )
    return present(
        N_("{number} is a number that no country gives"),
        number=broken[0][1].number,
        quotes=tuple(quote(page, phone.quote, phone.place) for page, phone in broken[:3]),
        measures=measures,
    )
