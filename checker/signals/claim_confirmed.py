"""An authority's own entry names this very domain.

The only thing that makes a claim of registration worth something: the entry was read at the authority,
over a proven connection, and names the web address.
"""

from __future__ import annotations

from checker.claim_check import ClaimChecks, ClaimOutcome
from checker.finding import Direction, Finding, Meta, Topic, absent, not_applicable, present
from checker.message import N_
from checker.signals._checked import claimed, quotes_of
from checker.signals._identity import names

META = Meta(
    title=N_("Entry of an authority that names this web address"),
    why=N_(
        "A number or a seal can be copied. Here the authority's own entry names this very web address, "
        "which a copy cannot bring about."
    ),
    verify=N_(
        "Open the entry at the authority and compare its web address with this one, letter by letter."
    ),
    source=(
        "Commission Implementing Regulation (EU) 699/2014; GPhC guidance on the internet pharmacy logo; "
        "NABP: verify the licence with the board of pharmacy"
    ),
    topic=Topic.AUTHORITY,
    direction=Direction.REASSURANCE,
    needs=("claims",),
    experimental=True,
)


def detect(claims: ClaimChecks) -> Finding:
    """Look for claims that the authority confirms."""
    if not claims.checks:
        return not_applicable(N_("The site claims no registration"))
    confirmed = claims.of(ClaimOutcome.MATCHES)
    if not confirmed:
        return absent(N_("No entry that was read names this web address"))
    return present(
        N_("The entry names this web address: {claims}"),
        claims=names(map(claimed, confirmed)),
        quotes=quotes_of(confirmed),
    )
