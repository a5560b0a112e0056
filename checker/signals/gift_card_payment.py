"""Medicines are paid for with gift cards or vouchers."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Payment with gift cards"),
    why=N_("Whoever has the code has the money. No registered pharmacy asks for gift cards."),
    verify=N_("Ask for a payment by card."),
    source="FTC, advice on sellers who ask to be paid in ways that cannot be reversed",
    topic=Topic.PAYMENT,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = (
    "payment:gift cards",
    "payment:gift cards generic",
    "payment:prepaid voucher",
)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Payment with gift cards or vouchers is offered"),
        unseen=N_("No payment with gift cards is offered"),
    )
