"""The seller says that an authority which approves medicines has approved the shop."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Shop said to be approved by a medicines authority"),
    why=N_(
        "The FDA, WHO and EMA examine medicines; they approve no shops. The claim is free to make "
        "and cannot be true."
    ),
    verify=N_("Look the seller up in the register of pharmacies of its country."),
    source="FDA, BeSafeRx: signs of a doubtful online pharmacy",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("regulator_approved_claim",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The shop is said to be approved by an authority that approves no shops"),
        unseen=N_("No such approval is claimed"),
    )
