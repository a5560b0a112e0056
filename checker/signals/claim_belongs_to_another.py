"""The entry behind a claimed number or seal names another web address.

Clones copy a real pharmacy's number or seal; the register betrays them.
"""

from __future__ import annotations

from checker.claim_check import ClaimChecks, ClaimOutcome, Why
from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.signals._checked import claimed, quotes_of

META = Meta(
    title=N_("Claimed entry that names another web address"),
    why=N_(
        "The number or seal is real and was given to somebody else. Copies of a real pharmacy show exactly "
        "this."
    ),
    verify=N_("Open the entry at the authority and read which web address it names."),
    source="NABP reports on rogue online pharmacies; GPhC notices on misused registration numbers",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("claims",),
    experimental=True,
)


def detect(claims: ClaimChecks) -> Finding:
    """Look for entries of others."""
    if not claims.checks:
        return not_applicable(N_("The site claims no registration"))
    others = [
        check
        for check in claims.of(ClaimOutcome.BELONGS_TO_ANOTHER)
        if check.why is not Why.KNOWN_NUMBER
    ]
    if not others:
        return absent(N_("No entry that was read names another web address"))
    return present(
        N_("{claim}: the entry names {other}, not this site"),
        claim=claimed(others[0]),
        other=others[0].other,
        quotes=quotes_of(others),
    )
