"""How long and how much: every bound of a visit, in one value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of a visit and of a gathering. Times in seconds, sizes in bytes."""

    connect: float = 3.0
    tls: float = 3.0
    first_byte: float = 5.0
    idle: float = 3.0
    """Longest silence inside an answer."""
    total: float = 10.0
    """One page with all its hops, however lively the server dribbles."""
    gather: float = 8.0
    """All pages of a site together."""
    retry_after: float = 1.0
    """Pause before a 503 is asked once more."""
    politeness: float = 0.1
    """Least time between two further pages of a host."""
    hops: int = 5
    """Redirects followed."""
    body: int = 2 * 1024 * 1024
    """Page bytes, counted both on the wire and with the content coding removed."""
    ratio: int = 100
    """Most bytes one byte on the wire may become."""
    head: int = 64 * 1024
    """Status line and fields of one answer."""
    fields: int = 100
    interim: int = 20
    """Answers of the 1xx kind before the real one."""
    robots: int = 512 * 1024
    pages: int = 6
    """Further pages of a site."""
    parallel: int = 2
    """Further pages asked at the same time."""
