"""A company number fails the form or check digits of its country's register."""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import COMPANY_KINDS, identifiers_of, quotes
from checker.site import Site

META = Meta(
    title=N_("Company number that cannot exist"),
    why=N_(
        "Company registers give numbers of a fixed form, many with check digits. This one "
        "does not agree with them."
    ),
    verify=N_("Look the number up in the company register of the country."),
    source=(
        "Companies House: company numbers have eight characters; check-digit rules published "
        "by the registers (SIREN, NIP, ABN, CNPJ and others)"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"numbers": Measure(unit="numbers", direction=1)},
)


def detect(site: Site) -> Finding:
    """Look for company numbers that fail their rule, on sites without a right one of the kind."""
    broken = identifiers_of(site, lambda i: i.kind in COMPANY_KINDS and i.valid is False)
    right = {i.kind for _, i in site.every(lambda p: p.identifiers) if i.valid}
    broken = [(page, one) for page, one in broken if one.kind not in right]
    measures = {"numbers": float(len(broken))}
    if not broken:
        return absent(N_("No company number fails its check"), measures=measures)
    return present(
        N_("{number} is no possible company number ({kind})"),
        number=broken[0][1].value,
        kind=broken[0][1].kind,
        quotes=quotes(broken),
        measures=measures,
    )
