"""The details for paying come by message."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Payment details by message"),
    why=N_(
        "Account details that change with each buyer stand on no page, so that no bank can find "
        "them."
    ),
    verify=N_("Ask for a payment by card on the page itself."),
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

_CLAIMS = ("payment:pay via chat",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("Payment details are given by message"),
        unseen=N_("Payment details are not given by message"),
    )
