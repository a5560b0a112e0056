"""The fingerprints of a check's own store: asked about each site that is checked, and filled by it when that is
allowed.

Only sites that sell are kept, or that are warned of: by their registrable domain, as :mod:`checker.family.fingerprint`
says, never a path or query, nothing about who asked, and nothing of a page that somebody else handed to us.
"""

from __future__ import annotations

from datetime import date, timedelta

from checker.errors import InputRefused, NotStored
from checker.evidence import Evidence, Missing, MissingReason, PageVisit, View
from checker.family.fingerprint import Fingerprint, fingerprint
from checker.family.links import KINDS, Link
from checker.family.store import Family, FamilyStore
from checker.lists import Lists
from checker.registers import EntryKind, answer
from checker.relatives import CONTACTS, Common, Relative, Relatives, Warned
from checker.report import Report
from checker.verdict import Kind, Level, is_silent

SOURCE = "families"
_MOST_COMMON = 6
"""Things in common that are told of one site."""
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
        """The sites that belong with the one that ``evidence`` is about; Missing when nothing of it could be
        read, and when the store is out of order."""
        one = fingerprint(evidence)
        if one is None:
            return Missing(source=SOURCE, reason=MissingReason.NOT_APPLICABLE)
        try:
            family = self.store.family(one)
        except (NotStored, InputRefused) as error:
            return Missing(source=SOURCE, reason=MissingReason.SERVER_ERROR, detail=str(error)[:40])
        return relatives(family, self._lists, evidence.checked_at.date())

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


def relatives(family: Family, lists: Lists, today: date) -> Relatives:
    """``family`` as evidence about its first site, with the warnings of ``today``."""
    direct = {
        _other(link, family.domain): link
        for link in family.links
        if family.domain in (link.one, link.other)
    }
    sites = (
        _relative(member, direct.get(member.domain), lists, today) for member in family.members[1:]
    )
    ordered = sorted(sites, key=lambda site: (not site.warned, not site.common, site.domain))
    return Relatives(sites=tuple(ordered), more=family.cut)


def _other(link: Link, domain: str) -> str:
    return link.other if link.one == domain else link.one


def _relative(member: Fingerprint, link: Link | None, lists: Lists, today: date) -> Relative:
    shared = link.shared if link else ()
    told = [
        one
        for one in shared
        if one.kind not in CONTACTS or one.strength >= _WHOLE * KINDS[one.kind].strength
    ]
    return Relative(
        domain=member.domain,
        seen=member.seen,
        warned=_warned(member, lists, today),
        common=tuple(Common(kind=one.kind, value=one.value) for one in told[:_MOST_COMMON]),
    )


def _warned(member: Fingerprint, lists: Lists, today: date) -> tuple[Warned, ...]:
    """The warnings of today, and those of the day it was checked: lists drop names that are gone."""
    now = (
        Warned(authority=entry.authority, listed=entry.listed)
        for entry in lists(member.domain, member.domain, today).entries
        if entry.kind is EntryKind.WARNING and not entry.delisted
    )
    return tuple(dict.fromkeys((*now, *member.listings)))
