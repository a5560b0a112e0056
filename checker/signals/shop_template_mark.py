"""The page carries paths, pictures or texts that shops of illicit networks share.

Each alone is met on honest pages too.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
)
from checker.message import N_
from checker.page.markers import strong_marks
from checker.signals._identity import names, sells_medicine
from checker.site import Site, quote

META = Meta(
    title=N_("Paths and texts of shared shop templates"),
    why=N_(
        "Shops of one network share pictures, paths and texts. Each alone is met elsewhere "
        "too, so this only adds to other signs."
    ),
    verify=N_(
        "Search for a sentence of the page in quotation marks and see on how many other shops "
        "it stands."
    ),
    source=(
        "NABP progress reports; spam-tracker descriptions of shop templates (2009-2012); "
        "PharmaLeaks (USENIX Security 2012)"
    ),
    topic=Topic.OFFER,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"marks": Measure(unit="marks", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Count weak marks on sites that put medicines up for sale."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    strong = strong_marks()
    seen = [(page, name) for page, name in site.every(lambda p: p.markers) if name not in strong]
    measures = {"marks": float(len({name for _, name in seen}))}
    if not seen:
        return absent(N_("No mark of a shared template was seen"), measures=measures)
    return present(
        N_("Carries marks of shared templates: {marks}"),
        marks=names(name for _, name in seen),
        quotes=tuple(quote(page, name, "main") for page, name in seen[:3]),
        measures=measures,
    )
