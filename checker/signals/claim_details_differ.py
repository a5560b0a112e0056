"""The entry of a claimed number has another name and another postcode than this site.

The entry names no web address, so it cannot say whose site this is; but nothing in it is this site's.
"""

from __future__ import annotations

from checker.claim_check import ClaimChecks, Why
from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.signals._checked import claimed, quotes_of

META = Meta(
    title=N_("Claimed entry with another name and address"),
    why=N_(
        "The register's entry for this number has neither the name nor the postcode that the site gives. It may be "
        "another branch of the same firm, or somebody else's number."
    ),
    verify=N_(
        "Open the entry at the authority and compare name, owner and address with the site's."
    ),
    source="GPhC register of pharmacies: an entry gives name, owner and address of the premises",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("claims",),
    experimental=True,
)


def detect(claims: ClaimChecks) -> Finding:
    """Look for entries that have nothing in common with the site."""
    if not claims.checks:
        return not_applicable(N_("The site claims no registration"))
    differ = [check for check in claims.checks if check.why is Why.DETAILS_DIFFER]
    if not differ:
        return absent(N_("No entry that was read has another name and address"))
    return present(
        N_("{claim}: name and postcode of the entry are not this site's"),
        claim=claimed(differ[0]),
        quotes=quotes_of(differ),
    )
