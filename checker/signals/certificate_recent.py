"""A certificate of the long-lived kind was issued a few weeks ago.

Most certificates are renewed by a machine every few weeks, and their age says nothing about a site: those
are left out. One that is meant to last for months and is new was put there by hand: a new shop, or
the yearly renewal of an old one.
"""

from __future__ import annotations

from checker.certificate import Certificate
from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Quote,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_

META = Meta(
    title=N_("Long-lived certificate issued lately"),
    why=N_(
        "Somebody got this certificate by hand a short time ago. That fits a shop just set up, and the "
        "yearly renewal of an old one. The date of registration tells more."
    ),
    verify=N_("Look the host up at crt.sh, which lists every certificate ever issued for it."),
    source="CA/Browser Forum, ballot SC-081v3 (2025), lifetimes of certificates; RFC 8555 (ACME)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("certificate",),
    measures={"days": Measure(unit="days")},
)

LATELY = 30
"""Days."""
BY_MACHINE = 100
"""Days: certificates that live no longer are renewed by a machine."""


def detect(certificate: Certificate) -> Finding:
    """Compare the age of the certificate with how long it is meant to last."""
    if certificate.age_days is None or certificate.lifetime_days is None:
        return unknown(N_("The dates of the certificate could not be read"))
    if certificate.lifetime_days <= BY_MACHINE:
        return not_applicable(
            N_("The certificate is of the kind that a machine renews every few weeks")
        )
    if certificate.age_days < 0:
        return unknown(N_("The certificate is not valid yet"))
    measures = {"days": float(certificate.age_days)}
    if certificate.age_days > LATELY:
        return absent(
            N_("The certificate was issued {days} days ago"),
            days=certificate.age_days,
            measures=measures,
        )
    return present(
        N_("The certificate was issued {days} days ago, for {lifetime} days"),
        days=certificate.age_days,
        lifetime=certificate.lifetime_days,
        quotes=(
            Quote(
                text=f"issued {certificate.age_days} days ago by {certificate.issuer or 'unknown'}"[
                    :160
                ],
                where=f"certificate of {certificate.host}",
            ),
        ),
        measures=measures,
    )
