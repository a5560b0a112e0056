"""A number is said to be of a register whose numbers have another form.

Invented numbers often fail the register's own format or check digit.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Meta, Topic, absent, present
from checker.message import N_
from checker.signals._identity import REGISTER_KINDS, identifiers_of, quotes
from checker.site import Site

META = Meta(
    title=N_("Register number that cannot exist"),
    why=N_(
        "The register named gives numbers of another form, so this one cannot be an entry in it."
    ),
    verify=N_("Look the number up in the register of the authority."),
    source=(
        "GPhC registration numbers (seven digits); CMS: NPI check digit; DEA registration "
        "number check digit"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


def detect(site: Site) -> Finding:
    """Look for numbers of registers that fail their format."""
    broken = identifiers_of(site, lambda i: i.kind in REGISTER_KINDS and i.valid is False)
    if not broken:
        return absent(N_("No register number fails its format"))
    return present(
        N_("{number} has not the form of a number of this register ({kind})"),
        number=broken[0][1].value,
        kind=broken[0][1].kind,
        quotes=quotes(broken),
    )
