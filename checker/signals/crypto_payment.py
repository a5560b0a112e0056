"""Medicines can be paid for in crypto-currency."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Payment in crypto-currency"),
    why=N_(
        "A payment in crypto-currency cannot be called back and names nobody. Registered "
        "pharmacies take cards."
    ),
    verify=N_("Look whether a card can be used at all, and what the bank statement will say."),
    source="FTC, advice on sellers who ask to be paid in ways that cannot be reversed",
    topic=Topic.PAYMENT,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = (
    "payment:Bitcoin",
    "payment:bitcoin address",
    "payment:Ethereum",
    "payment:USDT/Tether",
    "payment:Monero",
    "payment:Litecoin",
    "payment:crypto generic",
    "payment:crypto discount",
    "payment:crypto gateway",
    "payment:card to crypto on-ramp",
)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Payment in crypto-currency is offered"),
        unseen=N_("No payment in crypto-currency is offered"),
    )
