"""Weight-loss medicines are offered in forms no authority has licensed: vials, powder, drops, patches."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import names_any_medicine, said
from checker.site import Site

META = Meta(
    title=N_("Weight-loss medicine in an unlicensed form"),
    why=N_(
        "Semaglutide and tirzepatide are licensed as filled pens (and one tablet). Vials, powders "
        "and drops come from unsupervised makers."
    ),
    verify=N_("Ask a pharmacist what the licensed product looks like."),
    source="JAMA Network Open, semaglutide sold by illegal online pharmacies (2024)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("glp1_generic",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A weight-loss medicine is offered in a form that is not licensed"),
        unseen=N_("No weight-loss medicine in an unlicensed form is offered"),
        where=names_any_medicine,
    )
