"""The authority answered that it has no such entry, that the entry has ended, or that it does not approve.

Numbers and seals that cannot exist at all are told by signals of their own.
"""

from __future__ import annotations

from checker.claim_check import ClaimCheck, ClaimChecks, ClaimOutcome, Why
from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_, Message, message
from checker.signals._checked import claimed, quotes_of

META = Meta(
    title=N_("Claimed entry that the register does not have"),
    why=N_("The authority was asked for the entry this site claims, and has none that is valid."),
    verify=N_("Search the register of the authority for the number, the name and the web address."),
    source="GPhC register search; Commission Implementing Regulation (EU) 699/2014; LegitScript website search",
    topic=Topic.AUTHORITY,
    direction=Direction.CONCERN,
    needs=("claims",),
    experimental=True,
)

_ANSWERS = {
    Why.EMPTY: N_("the register answers that it has no such entry"),
    Why.ENDED: N_("the entry says that it has ended"),
    Why.REFUSED: N_("the body asked does not approve of this web address"),
}


def detect(claims: ClaimChecks) -> Finding:
    """Look for claims that the authority does not bear out."""
    if not claims.checks:
        return not_applicable(N_("The site claims no registration"))
    missing = [c for c in claims.of(ClaimOutcome.NOT_IN_REGISTER) if c.why in _ANSWERS]
    if not missing:
        return absent(N_("No authority answered that it lacks a claimed entry"))
    return present(
        N_("{claim}: {answer}"),
        claim=claimed(missing[0]),
        answer=_answer(missing[0]),
        quotes=quotes_of(missing),
    )


def _answer(check: ClaimCheck) -> Message:
    return message(_ANSWERS[check.why])
