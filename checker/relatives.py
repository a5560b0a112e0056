"""What the sites checked before tell of this one: those made or run together with it, and why.

Values only. They are found by :mod:`checker.family`, are part of the evidence like any other answer, and are
judged without asking anybody again.
"""

from __future__ import annotations

from dataclasses import dataclass

CONTACTS = ("telephone", "email", "messenger", "billing")
"""Kinds of things in common by which a seller is reached or paid: whoever copies a site changes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A regulator's warning that names a site."""

    authority: str
    listed: str
    """ISO day, or empty when the list does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """One thing two sites have in common."""

    kind: str
    """``telephone``, ``email``, ``text`` …: see :class:`checker.family.links.Shared`."""
    value: str
    """The number, address or id; of wording and build the share in common or how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A site that was checked before and belongs with this one."""

    domain: str
    seen: str
    """ISO day of its check."""
    warned: tuple[Warned, ...] = ()
    common: tuple[Common, ...] = ()
    """What it shares with this one, contacts and then the strongest first; nothing when it belongs here through
    a third."""
    joined: bool = True
    """It is of one family with this one; else it has a rare contact in common and too little beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """All sites that belong with one or are reached like it, the warned ones first."""

    sites: tuple[Relative, ...] = ()
    more: bool = False
    """There are further ones that were not followed."""

    @property
    def family(self) -> tuple[Relative, ...]:
        """Those that belong with it."""
        return tuple(site for site in self.sites if site.joined)

    def with_same(self, common: Common) -> tuple[Relative, ...]:
        """Those that share ``common``."""
        return tuple(site for site in self.sites if common in site.common)

    @property
    def contacts(self) -> tuple[Common, ...]:
        """The contacts this site shares with others and that are rare, those of most warned sites first."""
        found = {one for site in self.sites for one in site.common if one.kind in CONTACTS}
        return tuple(sorted(found, key=lambda one: (*self._weight(one), one.kind, one.value)))

    def _weight(self, common: Common) -> tuple[int, int]:
        sites = self.with_same(common)
        return -sum(bool(site.warned) for site in sites), -len(sites)


NO_RELATIVES = Relatives()
