"""The seller insists that its medicines are genuine or original."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Insists on genuineness"),
    why=N_("Pharmacies take it for granted. Sellers of copies say it in every line."),
    verify=N_("Ask for the licence number on the pack and look it up."),
    source="MHRA, FakeMeds guidance for buyers",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("original_medicine_claim",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The seller insists that the goods are genuine"),
        unseen=N_("The seller does not insist on genuineness"),
    )
