"""A number that a register at hand gives to another web address.

Known without asking anybody: the official lists kept with this program name whose it is.
"""

from __future__ import annotations

from checker.claim_check import ClaimChecks, ClaimOutcome, Why
from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.signals._checked import claimed, quotes_of

META = Meta(
    title=N_("Number of another operator"),
    why=N_(
        "The official list gives this number to another web address: it was copied, or the list is old."
    ),
    verify=N_("Look the number up in the register and read which web address it names."),
    source="Official lists of the authorities, each with its date; NABP reports on copied licence numbers",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("claims",),
    experimental=True,
)


def detect(claims: ClaimChecks) -> Finding:
    """Look for numbers that are known to be another's."""
    if not claims.checks:
        return not_applicable(N_("The site claims no registration"))
    others = [
        check
        for check in claims.of(ClaimOutcome.BELONGS_TO_ANOTHER)
        if check.why is Why.KNOWN_NUMBER
    ]
    if not others:
        return absent(N_("No number is known as another operator's"))
    return present(
        N_("{claim} is listed for {other}, not for this site"),
        claim=claimed(others[0]),
        other=others[0].other,
        quotes=quotes_of(others),
    )
