"""The domain went to another registrar, mostly with another owner, a short time ago.

Suspended shops come back at another registrar, and names that others made known are bought for it.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present, unknown
from checker.message import N_
from checker.registration import Registration
from checker.signals._address import is_registered, record

META = Meta(
    title=N_("Domain moved to another registrar lately"),
    why=N_(
        "Suspended shops go on at another registrar, and names that others made known are bought. "
        "What was said about this name before may be about somebody else. Lawful owners move too."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org (.uk at nominet.uk) and compare the day of transfer with "
        "what old pages and reviews say."
    ),
    source="LegitScript, top-10 list of registrars (2013); Fittler et al., JMIR (2022)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("registration",),
    measures={"days": Measure(unit="days")},
)

LATELY = 180
"""Days."""


def detect(registration: Registration) -> Finding:
    """Compare the day of the last transfer with the day of the answer."""
    if not is_registered(registration):
        return unknown(N_("The registry did not describe a registration"))
    days = registration.days_since_transfer
    if days is None or registration.transferred is None:
        return unknown(N_("The registry names no transfer, which it need not do"))
    if days < -1:
        return unknown(N_("The date of transfer lies in the future"))
    date, measures = registration.transferred.isoformat(), {"days": float(max(days, 0))}
    if days > LATELY:
        return absent(N_("Last transferred on {date}"), date=date, measures=measures)
    return present(
        N_("Transferred on {date}, {days} days before this check"),
        date=date,
        days=max(days, 0),
        quotes=(record(registration, f"transferred {date}"),),
        measures=measures,
    )
