"""The seller praises that no doctor, identity check or question stands in the way."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Promises no questions"),
    why=N_(
        "Questions protect the buyer: a medicine that suits one person harms another. Online "
        "doctors and pharmacists who may prescribe advertise without a visit too."
    ),
    verify=N_("Ask a pharmacist what should be known about you before you take the medicine."),
    source="FDA, BeSafeRx: signs of a doubtful online pharmacy",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=0),
        "sentences": Measure(unit="sentences", direction=0),
    },
)

_CLAIMS = ("no_questions",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The seller promises that no doctor or question stands in the way"),
        unseen=N_("No sentence promises to do without questions"),
    )
