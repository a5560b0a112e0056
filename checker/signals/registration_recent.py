"""The domain is in its first year: never yet renewed.

Spam shops live for days or weeks. Old names are no sign of trust: half of the shops followed for
four years were still there, and lapsed names are bought for the trust they had.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present, unknown
from checker.message import N_
from checker.registration import Registration
from checker.signals._address import is_registered, record

META = Meta(
    title=N_("Domain in its first year"),
    why=N_(
        "Many illicit shops live for weeks and come back under another name, so nobody can tell yet how "
        "this one treats its buyers. New lawful shops exist, and an old name proves nothing."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org, or at its country's registry (nominet.uk for .uk)."
    ),
    source="LegitScript, rogue pharmacies identified (2012); Fittler et al. (2013)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("registration",),
    measures={"days": Measure(unit="days")},
)

FIRST_YEAR = 365
"""Days: the shortest time a name is sold for almost everywhere."""


def detect(registration: Registration) -> Finding:
    """Compare the day of registration with the day of the answer."""
    if not is_registered(registration):
        return unknown(N_("The registry did not describe a registration"))
    days = registration.age_days
    if days is None or registration.created is None:
        return unknown(N_("The registry publishes no date of registration"))
    if days < -1:  # One day is the distance between time zones.
        return unknown(N_("The date of registration lies in the future"))
    measures = {"days": float(max(days, 0))}
    if days >= FIRST_YEAR:
        return absent(
            N_("Registered on {date}, more than a year ago"),
            date=registration.created.isoformat(),
            measures=measures,
        )
    return present(
        N_("Registered on {date}, {days} days before this check"),
        date=registration.created.isoformat(),
        days=max(days, 0),
        quotes=(record(registration, f"created {registration.created.isoformat()}"),),
        measures=measures,
    )
