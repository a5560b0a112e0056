"""A VAT number fails the form or check digits of its country."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import identifiers_of, quotes
from checker.site import Site

META = Meta(
    title=N_("VAT number that cannot exist"),
    why=N_(
        "VAT numbers carry check digits. This one does not agree with them, so no tax office "
        "gave it."
    ),
    verify=N_(
        "Ask the VIES service of the European Commission, or for British numbers the check on "
        "GOV.UK."
    ),
    source="European Commission VIES: structure of VAT numbers; HMRC: VAT number check",
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"numbers": Measure(unit="numbers", direction=1)},
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for VAT numbers that fail, on sites without a right one."""
    every = identifiers_of(site, lambda i: i.kind.endswith("vat"))
    broken = [(page, one) for page, one in every if one.valid is False]
    if any(one.valid for _, one in every):
        broken = []
    measures = {"numbers": float(len(broken))}
    if not broken:
        return absent(N_("No VAT number fails its check"), measures=measures)
    return present(
        N_("{number} fails the check digits of VAT numbers ({country})"),
        number=broken[0][1].value,
        country=broken[0][1].country,
        quotes=quotes(broken),
        measures=measures,
    )
