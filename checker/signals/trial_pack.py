"""Several potency medicines are put together in a "trial pack"."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import said
from checker.site import Site

META = Meta(
    title=N_("Trial packs of potency medicines"),
    why=N_(
        "These medicines must not be combined and are prescribed one at a time; packs of several "
        "come from the catalogues of affiliate programmes."
    ),
    verify=N_("Ask a pharmacist whether these medicines may be taken one after the other."),
    source="Levchenko et al., Click Trajectories (2011)",
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
    experimental=True,
)

_CLAIMS = ("trial_pack",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("A pack of several potency medicines is offered"),
        unseen=N_("No pack of several potency medicines is offered"),
    )
