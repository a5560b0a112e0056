"""A claim of registration that could not be checked, and why.

Says nothing for the site and nothing against it.
"""

from __future__ import annotations

from checker.claim_check import ClaimChecks
from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.signals._checked import claimed, quotes_of, unchecked, why

META = Meta(
    title=N_("Claim of registration that could not be checked"),
    why=N_(
        "What nobody has checked neither speaks for the site nor against it: anyone can write it there."
    ),
    verify=N_("Look it up in the register of the authority yourself."),
    source="GPhC register search; NABP: verify the licence with the board of pharmacy",
    topic=Topic.AUTHORITY,
    direction=Direction.CONTEXT,
    needs=("claims",),
    experimental=True,
)


def detect(claims: ClaimChecks) -> Finding:
    """Look for claims that are still open."""
    if not claims.checks:
        return not_applicable(N_("The site claims no registration"))
    still_open = [check for check in claims.checks if unchecked(check)]
    if not still_open:
        return absent(N_("Every claim of registration was checked"))
    return present(
        N_("{claim}: {reason}"),
        claim=claimed(still_open[0]),
        reason=why(still_open[0]),
        quotes=quotes_of(still_open),
    )
