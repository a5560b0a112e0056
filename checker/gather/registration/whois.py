"""Reading a WHOIS answer: free text of a stranger, in any of some hundred layouts."""

from __future__ import annotations

from datetime import date

from checker.registration import Registration, RegistrationState


def read_whois(text: str, *, domain: str | None = None, today: date | None = None) -> Registration:
    """What a WHOIS answer says; never raises."""
    return Registration(state=RegistrationState.UNPARSEABLE, source="whois")


def referral_of(text: str) -> str | None:
    """The registrar's WHOIS server that the answer names, if it is a host name."""
    return None
