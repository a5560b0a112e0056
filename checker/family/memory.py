"""The fingerprints of a check's own store: asked about each site that is checked, and filled by it when that is
allowed.

Only sites that sell are kept, or that are warned of: by their registrable domain, as :mod:`checker.family.fingerprint`
says, never a path or query, nothing about who asked, and nothing of a page that somebody else handed to us.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from checker.errors import InputRefused, NotStored
from checker.evidence import FAMILIES, Evidence, Missing, MissingReason, PageVisit, View
from checker.family.fingerprint import Fingerprint, fingerprint
from checker.family.links import KINDS, Link, Shared
from checker.family.search import Family
from checker.family.store import FamilyStore
from checker.lists import Lists
from checker.registers import EntryKind, answer
from checker.relatives import CONTACTS, Common, Relative, Relatives, Warned
from checker.relatives_told import telling
from checker.report import Report
from checker.verdict import Kind, Level, is_silent

_MOST_COMMON = 6
"""Things in common that are told of one site, contacts before all else."""
_WHOLE = 0.5
"""Share of a contact's strength below which it is not told: many have it, or it stands beside others of each
site's own, as an agency's does."""


class FamilyMemory:
    """A store of fingerprints as checks use it. Thread-safe."""

    def __init__(self, store: FamilyStore, *, keeps: bool = False, lists: Lists = answer) -> None:
        """With ``keeps``, checks add the sites they judge to be shops. ``lists`` is where warnings are looked up:
        those kept on this computer."""
        self.store, self._keeps, self._lists = store, keeps, lists

    def ask(self, evidence: Evidence) -> Relatives | Missing:
        """The sites that belong with the one that ``evidence`` is about, or are reached like it; Missing when
        nothing of it could be read, and when the store is out of order."""
        one, page = fingerprint(evidence), evidence.page
        if one is None:
            reason = page.reason if isinstance(page, Missing) else MissingReason.UNREADABLE
            return Missing(source=FAMILIES, reason=reason)
        try:
            family = self.store.family(one)
            reached = [found for found in family.related if _whole_contacts(found)]
            others = [(found, self.store.get(found.other)) for found in reached]
        except (NotStored, InputRefused) as error:
            detail = str(error)[:40] if isinstance(error, NotStored) else error.reason
            return Missing(source=FAMILIES, reason=MissingReason.SERVER_ERROR, detail=detail)
        sites = [*_family(family), *((link, site, False) for link, site in others if site)]
        today = evidence.checked_at.date()
        told = (self._relative(link, site, joined, today) for link, site, joined in sites)
        ordered = sorted(
            told, key=lambda one: (not one.warned, not one.joined, not one.common, one.domain)
        )
        return Relatives(sites=tuple(ordered), more=family.cut)

    def _relative(
        self, link: Link | None, member: Fingerprint, joined: bool, today: date
    ) -> Relative:
        told = telling(one for one in (link.shared if link else ()) if _is_told(one))
        told.sort(key=lambda one: one.kind not in CONTACTS)
        return Relative(
            domain=member.domain,
            seen=member.seen,
            warned=self._warned(member, today),
            common=tuple(Common(kind=one.kind, value=one.value) for one in told[:_MOST_COMMON]),
            joined=joined,
        )

    def _warned(self, member: Fingerprint, today: date) -> tuple[Warned, ...]:
        """The warnings of today, and those of the day it was checked: lists drop names that are gone."""
        now = (
            Warned(authority=entry.authority, listed=entry.listed)
            for entry in self._lists(member.domain, member.domain, today).entries
            if entry.kind is EntryKind.WARNING and not entry.delisted
        )
        return tuple(dict.fromkeys((*now, *member.listings)))

    def remember(self, evidence: Evidence, report: Report) -> bool:
        """Keep the site's fingerprint if checks may add sites and this one is to be kept; whether it was.

        Raises :class:`~checker.errors.NotStored` and :class:`~checker.errors.InputRefused` like the store.
        """
        if not self._keeps or not is_kept(evidence, report):
            return False
        one = fingerprint(evidence, report.verdict.level.value)
        if one is not None:
            self.store.add(one)
        return one is not None

    def forget_older(self, days: float, today: date) -> int:
        """Delete the fingerprints of sites that nobody checked for ``days``; returns how many."""
        return self.store.forget_before((today - timedelta(days=days)).isoformat())


def is_kept(evidence: Evidence, report: Report) -> bool:
    """Whether a checked site is one whose fingerprint is kept: a seller with a domain of its own, seen by ourselves."""
    kind, level = report.verdict.kind, report.verdict.level
    sells = not is_silent(kind) and kind not in (Kind.UNKNOWN, Kind.PARKED)
    ours = all(o.view in _OURS for o in evidence.observations if isinstance(o.value, PageVisit))
    return bool(evidence.target.domain) and ours and (sells or level is Level.HIGH_RISK)


_OURS = (View.FETCHED, View.SEARCH, View.CRAWLER)


def _family(family: Family) -> Iterator[tuple[Link | None, Fingerprint, bool]]:
    """The other members, each with its link to the first site where it has one."""
    direct = {
        _other(link, family.domain): link
        for link in family.links
        if family.domain in (link.one, link.other)
    }
    for member in family.members[1:]:
        yield direct.get(member.domain), member, True


def _other(link: Link, domain: str) -> str:
    return link.other if link.one == domain else link.one


def _is_told(shared: Shared) -> bool:
    """All in common but contacts that many have, or that stand beside others of each site's own."""
    return shared.kind not in CONTACTS or shared.strength >= _WHOLE * KINDS[shared.kind].strength


def _whole_contacts(link: Link) -> bool:
    return any(one.kind in CONTACTS and _is_told(one) for one in link.shared)
