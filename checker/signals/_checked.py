"""What the signals over checked claims share: their sentences about an authority's answer."""

from __future__ import annotations

from collections.abc import Sequence

from checker.claim_check import ClaimCheck, ClaimOutcome, Why
from checker.finding import Quote
from checker.message import N_, Message, message

SHOWN = 3


def claimed(check: ClaimCheck) -> str:
    """What was claimed, in a few words: the authority, or the seal's name, and the number."""
    name = check.claim.authority or check.claim.what
    return f"{name} {check.claim.id}".strip() if len(check.claim.id) <= 24 else name


def quotes_of(checks: Sequence[ClaimCheck]) -> tuple[Quote, ...]:
    """The words of the claims, and of each the entry that was read."""
    seen = [check.claim.where for check in checks[:SHOWN]]
    read = [
        Quote(text=f"{check.claim.authority}: {check.other or check.why.value}", where=check.url)
        for check in checks[:SHOWN]
        if check.url
    ]
    return (*seen, *read)


def why(check: ClaimCheck) -> Message:
    """Why a claim could not be checked, for a reader."""
    return message(_REASONS.get(check.why, _UNREADABLE))


def unchecked(check: ClaimCheck) -> bool:
    """The outcome is open, and not because of what the seal itself shows."""
    return check.outcome is ClaimOutcome.COULD_NOT_BE_CHECKED and check.why not in SHOWN_BY_THE_SEAL


SHOWN_BY_THE_SEAL = frozenset({Why.NO_LINK, Why.WRONG_HOST, Why.FRONT_PAGE})
"""Told by signals of their own."""

_UNREADABLE = N_("the authority's answer could not be read")
_REASONS = {
    Why.NOT_ASKED: N_("nobody was asked in this check"),
    Why.NO_LOOK_UP: N_("the register has to be searched by hand"),
    Why.UNREACHABLE: N_("the authority could not be reached"),
    Why.LATE: N_("the authority did not answer in time"),
    Why.LEFT_AUTHORITY: N_("the authority's page leads on to somebody else's"),
    Why.NOT_AUTHENTIC: N_("the connection did not prove to be the authority's"),
    Why.ECHO: N_("the answer repeats whatever is asked"),
    Why.WARNING_PAGE: N_("the page that names the site is a warning, or a list of measures"),
    Why.SEVERAL: N_("the page names several web addresses"),
    Why.OTHER_ENDING: N_("the entry names the same name under another ending"),
    Why.NO_DOMAIN: N_("the entry names no web address"),
    Why.DETAILS_ONLY: N_("the entry names no web address; name and postcode agree, as on a copy"),
    Why.DETAILS_DIFFER: N_("the entry names no web address, and another name and postcode"),
}
