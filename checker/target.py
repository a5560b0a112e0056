"""What a person typed, read once into a :class:`Target`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A place where sellers work without a site of their own, or a service that only points on."""

    name: str
    kind: str
    """``social``, ``messenger``, ``classified``, ``b2b``, ``darknet``, ``link-shortener`` … as in platforms.csv."""
    advice: str
    """Key of the advice given for it."""
    seller_marker: bool
    """The address itself has the form of a seller's profile, group or listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address to check, rebuilt from its parsed parts."""

    typed: str
    """What was typed, at most 300 characters, control characters removed; shown back, never stored."""
    url: str
    """The address to visit, normalised (WHATWG), without fragment."""
    host: str
    """ASCII, lower case, no final dot."""
    domain: str
    """Registrable domain by the Public Suffix List, private suffixes included; empty if none."""
    suffix: str
    """Its public suffix."""
    display: str
    """The host in Unicode as a person would read it."""
    platform: Platform | None = None
    unwrapped_from: tuple[str, ...] = ()
    """Hosts of mail scanners and search engines whose wrapper was opened, outermost first."""
    notes: tuple[str, ...] = ()
    """What was mended in the input: ``scheme_added``, ``defanged``, ``punctuation``, ``idn`` …"""
    fetchable: bool = True
    """False for addresses that are answered without a fetch (``.onion``, platforms, reserved names)."""
