"""A short questionnaire or a prescription supplied by the seller stands for the visit to a doctor."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("A questionnaire in place of a visit"),
    why=N_(
        "Registered online doctors work with questionnaires too, so this alone says little; what "
        "counts is who reads the answers and whether that person is named."
    ),
    verify=N_("Look for the name and register number of the prescriber, and look that number up."),
    source="GPhC, guidance for registered pharmacies providing services at a distance (2025)",
    topic=Topic.PRESCRIPTION,
    direction=Direction.CONTEXT,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=0),
        "sentences": Measure(unit="sentences", direction=0),
    },
)

_CLAIMS = (
    "questionnaire_only",
    "seller_prescribes",
)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A questionnaire or a prescription from the seller is offered"),
        unseen=N_("Nothing is said about a questionnaire in place of a visit"),
    )
