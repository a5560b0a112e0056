"""What the signals about an address share: registration, DNS, certificate, network.

A date, a registrar or a host says little either way: lapsed names of real pharmacies are bought,
and new lawful shops exist. These signals therefore state a record and a date. Whether one of
them weighs is told by :mod:`checker.likelihoods` alone.
"""

from __future__ import annotations

from checker.finding import Quote
from checker.patterns import compiled
from checker.registration import Registration, RegistrationState


def is_registered(registration: Registration) -> bool:
    """True when the registry described a registration; other answers say nothing about one."""
    return registration.state is RegistrationState.REGISTERED


def record(registration: Registration, text: str) -> Quote:
    """``text`` as the registration says it, with the server that answered."""
    return Quote(text=text[:160], where=registration.server or registration.source or "registry")


def dns_answer(name: str, text: str) -> Quote:
    """``text`` as the DNS says it of ``name``."""
    return Quote(text=text[:160], where=f"DNS of {name}")


_SHOP = compiled(
    r"pharma|farma[ck]|apothe|aptek|apteek|chemists?\b|drug-?stores?|meds\b|meds?\d|(?<!s)pills?(?!ow|ar|ion|age|ory)|tabs?\b"
    r"|(?:^|-)rx|rx(?:-|$)|viagra|cialis|kamagra|modaf|sildenaf|tadalaf"
)


def named_like_shop(domain: str) -> bool:
    """The name of ``domain``, without its ending, sounds like a shop for medicines.

    >>> named_like_shop("cheap-meds.example"), named_like_shop("garden.pharmacy")
    (True, False)
    """
    return _SHOP.search(domain.partition(".")[0]) is not None
