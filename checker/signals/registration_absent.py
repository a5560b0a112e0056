"""A page answered though the registry says that nobody holds the domain.

Mostly a registry that is behind, or an answer about another name; now and then a name that is served
by somebody in between. An oddity to look at, which proves nothing.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    present,
    unknown,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.registration import Registration, RegistrationState
from checker.signals._address import record

META = Meta(
    title=N_("Page at a name that nobody registered"),
    why=N_(
        "A page can only be reached at a registered name. Either the registry is behind, or what we saw was "
        "not the site it seems to be."
    ),
    verify=N_("Look the domain up at lookup.icann.org tomorrow."),
    source="RFC 9083, answers of the Registration Data Access Protocol (2021)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("page", "registration"),
    measures={"unregistered": Measure(unit="flag")},
)


def detect(_: PageFacts, registration: Registration) -> Finding:
    """Read the registry's answer, a page having been read."""
    if registration.state is RegistrationState.REGISTERED:
        return absent(N_("The domain is registered"), measures={"unregistered": 0.0})
    if registration.state is not RegistrationState.NOT_REGISTERED:
        return unknown(N_("The registry did not say whether the domain is registered"))
    name = registration.domain or "the domain"
    return present(
        N_("A page answered, and the registry knows no registration of {domain}"),
        domain=name,
        quotes=(record(registration, f"no registration of {name}"),),
        measures={"unregistered": 1.0},
    )
