"""What the DNS says about a host and its registrable domain: the values, however they were asked.

Read by :mod:`checker.gather.dns`. Addresses here are things seen, never places to go.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsRecords:
    """The answers for one host and its domain; a part is None where nobody could tell.

    An empty tuple means that the question was answered and there is nothing of the kind.
    """

    host: str
    """The host whose addresses these are, in ASCII."""
    domain: str
    """The registrable domain whose name servers and mail set-up these are, in ASCII."""
    addresses: tuple[str, ...] | None = None
    """IPv4 first, each kind in numerical order, as usually written."""
    aliases: tuple[str, ...] | None = None
    """The names the host is only another name for (CNAME), in the order followed."""
    name_servers: tuple[str, ...] | None = None
    """Lower case, no final dot, sorted."""
    mail_servers: tuple[str, ...] | None = None
    """Preferred ones first; empty also when the domain says that it takes no mail."""
    spf: bool | None = None
    """Whether the domain says who may send mail in its name."""
    dmarc: bool | None = None
    """Whether it says what to do with mail that others send in its name."""
    dmarc_policy: str | None = None
    """``none``, ``quarantine`` or ``reject``; None without one that can be read."""
    wildcard: bool | None = None
    """Whether a random name under the domain has an address too: made to serve any name."""
    shared_with: int | None = None
    """How many unrelated domains were seen with the same addresses; None where nobody counted."""
