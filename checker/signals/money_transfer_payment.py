"""Medicines are paid for by money transfer (Western Union, MoneyGram)."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Payment by money transfer"),
    why=N_(
        "Money sent this way is collected in cash and cannot be called back. No registered "
        "pharmacy asks for it."
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
    experimental=True,
)

_CLAIMS = (
    "payment:Western Union",
    "payment:MoneyGram",
    "payment:Perfect Money",
)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Payment by money transfer is offered"),
        unseen=N_("No payment by money transfer is offered"),
    )
