"""Checked claims for the tests of their signals."""

from __future__ import annotations

from typing import Any

from checker.claim_check import Claim, ClaimCheck, ClaimChecks, ClaimKind, ClaimOutcome, Why
from checker.finding import Quote

M, O, N, C = (  # noqa: E741
    ClaimOutcome.MATCHES,
    ClaimOutcome.BELONGS_TO_ANOTHER,
    ClaimOutcome.NOT_IN_REGISTER,
    ClaimOutcome.COULD_NOT_BE_CHECKED,
)


def check(outcome: ClaimOutcome, why: Why, **changes: Any) -> ClaimCheck:
    """A number of a British register, checked."""
    claim = Claim(
        kind=ClaimKind.NUMBER,
        what="gphc_premises",
        authority="GPhC register of pharmacies",
        country="GB",
        id="9012345",
        valid=True,
        where=Quote(text="GPhC 9012345", where="https://www.shop.example/ (footer)"),
    )
    fields = {"url": "https://www.pharmacyregulation.org/registers/pharmacy/9012345", **changes}
    return ClaimCheck(claim=claim, outcome=outcome, why=why, **fields)


def checked(*checks: ClaimCheck) -> ClaimChecks:
    """All claims of a site."""
    return ClaimChecks(checks=checks)
