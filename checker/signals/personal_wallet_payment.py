"""Medicines are paid for by a payment between private persons (Zelle, Cash App, friends and family)."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Payment as between friends"),
    why=N_(
        "Payments between private persons carry no protection for buyers, and the services forbid "
        "their use for sales."
    ),
    verify=N_("Ask for a payment by card."),
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
    "payment:Zelle",
    "payment:Cash App",
    "payment:Venmo",
    "payment:PayPal friends and family",
    "payment:Revolut personal",
    "payment:Wise personal",
    "payment:Monzo.me",
    "payment:Chime",
    "payment:Apple Pay Cash",
    "payment:QIWI",
    "payment:card to card",
    "payment:Blik to phone",
    "payment:YooMoney",
    "payment:WebMoney",
)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Payment as between private persons is offered"),
        unseen=N_("No payment as between private persons is offered"),
    )
