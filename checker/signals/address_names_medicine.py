"""The host name itself names a medicine: ``cheap-tramadol.example``."""

from __future__ import annotations

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
)
from checker.message import N_
from checker.page.medicines import in_host
from checker.target import Target

META = Meta(
    title=N_("Address named after a prescription medicine"),
    why=N_(
        "Pharmacies are named after people and places. Addresses named after a medicine are bought to be "
        "found by people searching for it; some belong to the maker or to information sites."
    ),
    verify=N_("Ask who owns the brand: makers' sites say so in their imprint."),
    source="FDA warning letters to internet pharmacies, domain names listed 2015-2022",
    topic=Topic.ADDRESS,
    direction=Direction.CONCERN,
    needs=("target",),
    measures={"names": Measure(unit="names", direction=1)},
)


def detect(target: Target) -> Finding:
    """Look for prescription medicines in the registrable name (the sub-domain on shared hosts)."""
    if not target.domain:
        return not_applicable(N_("The address has no registrable name"))
    names = [m for m in in_host(target.domain) if m.prescription_only]
    measures = {"names": float(len(names))}
    if not names:
        return absent(N_("The address names no prescription medicine"), measures=measures)
    return present(
        N_("The address {host} contains the name of {name}, a prescription medicine"),
        host=target.host,
        name=names[0].name,
        quotes=(Quote(text=target.host, where="address"),),
        measures=measures,
    )
