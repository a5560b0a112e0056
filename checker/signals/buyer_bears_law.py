"""The seller leaves it to the buyer whether the order is lawful, or says that it is no pharmacy."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Leaves the law to the buyer"),
    why=N_(
        "A licensed pharmacy knows where it may send what. Only a seller who does not wants the "
        "buyer to answer for it."
    ),
    verify=N_("Ask the medicines authority of your country whether you may import the medicine."),
    source="Fittler et al., Pharmaceutical online trade (2013)",
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("buyer_bears_law",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The buyer is to answer for the law"),
        unseen=N_("The buyer is not told to answer for the law"),
    )
