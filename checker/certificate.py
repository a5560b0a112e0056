"""What the certificate of a host says: the value, whoever shook hands.

Read by :mod:`checker.gather.certificate`. A fault is a fact about the site, not a failed check;
and a good certificate says who holds the name, never that the seller is honest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate as it was shown; unknown parts are None or empty."""

    host: str
    """The host that showed it, in ASCII."""
    issuer: str | None = None
    """Organisation, else name, of the authority that signed it."""
    subject: str | None = None
    """Organisation, else name, of the holder; most certificates repeat the host here."""
    names: tuple[str, ...] = ()
    """The host names it is good for, lower case, as written (``*.`` kept); at most 100 are kept."""
    other_domains: tuple[str, ...] = ()
    """The registrable domains among the names that are not this host's own, in order."""
    not_before: datetime | None = None
    not_after: datetime | None = None
    age_days: int | None = None
    """Whole days since ``not_before`` when it was seen; negative before its time."""
    lifetime_days: int | None = None
    """Whole days from ``not_before`` to ``not_after``."""
    fault: str | None = None
    """Why browsers would not trust it: ``expired``, ``self_signed``, ``wrong_host``,
    ``untrusted`` …; None when all was well."""
    sha256: str | None = None
    """Digest of the whole certificate, hexadecimal: the same one on two hosts is a tie."""
