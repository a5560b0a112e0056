"""The bank statement shall not say what was bought, or another name will appear on it."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Bank statement that hides the purchase"),
    why=N_(
        "Card companies know sellers of medicines by a code of their own. Another name on the "
        "statement means that they were not told."
    ),
    verify=N_("Ask your bank about the name that would appear."),
    source="Levchenko et al., Click Trajectories (2011)",
    topic=Topic.PAYMENT,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = (
    "payment:statement name hint",
    "payment:foreign descriptor",
)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The payment is to be hidden under another name or purpose"),
        unseen=N_("Nothing is said about hiding the payment"),
    )
