"""Registry or registrar took the domain out of service, or is about to delete it.

A registrar suspends a pharmacy's name by a hold after complaints; unpaid names pass through redemption.
Either way the shop is about to be gone, with what was paid.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present, unknown
from checker.message import N_
from checker.registration import Registration
from checker.signals._address import is_registered, record

META = Meta(
    title=N_("Domain on hold or being deleted"),
    why=N_(
        "The name is suspended or on its way out: registrars do that after complaints, and when nobody "
        "paid for it. A shop on it may be gone before a parcel arrives."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org and read its status codes; icann.org/epp explains them."
    ),
    source="ICANN, EPP status codes: what do they mean (2014); LegitScript, blog (2020-2023)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("registration",),
    measures={"codes": Measure(unit="codes")},
)

_LEAVING = frozenset({"clienthold", "serverhold", "redemptionperiod", "pendingdelete"})
"""``pendingRestore`` is left out: somebody is paying to keep the name. So are the locks
(``clientTransferProhibited`` …) and ``autoRenewPeriod``: good custom."""


def detect(registration: Registration) -> Finding:
    """Look for status codes of names that are leaving."""
    if not is_registered(registration):
        return unknown(N_("The registry did not describe a registration"))
    if not registration.statuses:
        return unknown(N_("The registry publishes no status"))
    leaving = [code for code in registration.statuses if _plain(code) in _LEAVING]
    measures = {"codes": float(len(leaving))}
    if not leaving:
        return absent(N_("The domain is in service"), measures=measures)
    return present(
        N_("The registry's status of the domain: {codes}"),
        codes=", ".join(leaving[:4]),
        quotes=tuple(record(registration, code) for code in leaving[:3]),
        measures=measures,
    )


def _plain(code: str) -> str:
    """``client hold`` and ``clientHold`` are one."""
    return code.replace(" ", "").replace("-", "").replace("_", "").lower()
