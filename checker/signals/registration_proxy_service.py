"""A named privacy or proxy service stands in the record where the owner of the domain would.

Data withheld by the registry itself ("redacted") is the rule since 2018 and says nothing.
"""

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
    unknown,
)
from checker.message import N_
from checker.registration import Privacy, Registration
from checker.signals._address import is_registered, record

META = Meta(
    title=N_("Owner of the domain behind a privacy service"),
    why=N_(
        "A pharmacy has to say who it is, so it has little to hide in the record of its name. Such "
        "services were used more by illicit pharmacies than by owners of names at large, and are used by "
        "many honest owners too."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org (.uk at nominet.uk) and read who is named as registrant."
    ),
    source=(
        "KnujOn via CircleID (2011): 39-51 % of illicit pharmacies' names, 18-20 % of all names; ICANN, "
        "privacy and proxy abuse study (2013); LegitScript, Standard 10 (2009)"
    ),
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("registration",),
    measures={"proxy": Measure(unit="flag")},
)


def detect(registration: Registration) -> Finding:
    """Read what the record shows in place of an owner."""
    if not is_registered(registration) or registration.privacy is None:
        return unknown(N_("The registry says nothing about the owner's data"))
    if registration.privacy is Privacy.NOT_PUBLISHED:
        return not_applicable(N_("This registry never shows owners"))
    if registration.privacy is Privacy.REDACTED:
        return absent(
            N_("The owner's data are withheld under the registry's rules, which is normal"),
            measures={"proxy": 0.0},
        )
    if registration.privacy is Privacy.PUBLISHED:
        return absent(N_("The record shows an owner"), measures={"proxy": 0.0})
    service = registration.privacy_service or registration.registrant or ""
    return present(
        N_("The record names a privacy service instead of the owner"),
        quotes=(record(registration, service or "privacy service"),),
        measures={"proxy": 1.0},
    )
