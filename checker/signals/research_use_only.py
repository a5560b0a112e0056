"""Medicines for injection or swallowing are sold "for research only"."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic
from checker.message import N_
from checker.signals._claims import names_any_medicine, said
from checker.site import Site

META = Meta(
    title=N_('Sold "for research only"'),
    why=N_(
        "The words are meant to keep the authorities away. Nothing sold this way was examined, "
        "and laboratories do not buy at consumer shops."
    ),
    verify=N_(
        "Look whether the page also speaks of doses, weight loss or results: no laboratory needs "
        "that."
    ),
    source='FDA, warning letters to sellers of "research" semaglutide and peptides (2024)',
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={
        "said": Measure(unit="flag", direction=1),
        "sentences": Measure(unit="sentences", direction=1),
    },
)

_CLAIMS = ("research_use_only",)


def detect(site: Site) -> Finding:
    """Look for the claim in the site's own words."""
    return said(
        site,
        _CLAIMS,
        seen=N_("The products are said to be for research only"),
        unseen=N_("Nothing is said to be for research only"),
        where=names_any_medicine,
    )
