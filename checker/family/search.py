"""The sites that belong with one, found in the store by what they share.

Only what few sites have is followed. Whoever shares enough of it by the keys is read and compared.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select, union_all

from checker.family.fingerprint import NUMBERED, Fingerprint, Mark
from checker.family.links import KINDS, Link, link, rarity
from checker.family.rows import fingerprint_of, groups_of, key_of
from checker.store.schema import keys, sites
from checker.store.statements import in_groups

FOLLOWED = 300
"""Most sites that are compared because of one thing in common; what more have is a theme or a service."""
COUNTED = 2_000
MOST_MEMBERS = 60
MOST_COMPARED = 300
WORTH_COMPARING = 0.7
"""Strength of what is known to be shared from which another site is read and compared."""
_OF_GROUP = 0.7
"""Strength that one group of numbers in common stands for."""
_MOST_RELATED = 20
_NOT_FOLLOWED = "name_servers"
"""Kind of marks that are compared, but find nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A site, those that belong with it, and the links that say so."""

    domain: str
    members: tuple[Fingerprint, ...]
    """The site itself first, then the others by name."""
    links: tuple[Link, ...]
    """Links between members that join them."""
    related: tuple[Link, ...]
    """What the site shares with others that is not enough to make them family."""
    counts: tuple[tuple[Mark, int, int], ...]
    """Marks of the site that others have: the mark, other sites with it, and those under a warning."""
    cut: bool = False
    """The family is larger than what was followed."""


class Search:
    """One look at a store, all of it as it was at one moment: that of the transaction of ``connection``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._members: dict[str, Fingerprint] = {}
        """Of the family that is being gathered: most candidates of a member are members."""
        self._counted: dict[Mark, int] = {}

    def carriers(self, mark: Mark) -> int:
        """How many sites have ``mark``, counted up to :data:`COUNTED`."""
        if mark not in self._counted:
            counted = self._connection.execute(_CARRIERS, {"key": key_of(mark)})
            self._counted[mark] = int(counted.scalar_one())
        return self._counted[mark]

    def alike(self, one: Fingerprint, but: Collection[str] = ()) -> list[tuple[Link, Fingerprint]]:
        """The links of ``one`` to all sites but those named, each with its site, the strongest first."""
        others = (
            other for other in self._candidates(one) if other.domain not in {one.domain, *but}
        )
        links = ((link(one, other, self.carriers), other) for other in others)
        found = [(made, other) for made, other in links if made]
        return sorted(found, key=lambda each: (-each[0].strength, each[0].other))

    def _candidates(self, one: Fingerprint) -> Iterator[Fingerprint]:
        """The sites that share most with ``one`` by its marks and groups."""
        hits: dict[int, float] = defaultdict(float)
        for strength, found in self._shared(one):
            for number in found:
                hits[number] += strength
        worth = (number for number, strength in hits.items() if strength >= WORTH_COMPARING)
        best = sorted(worth, key=lambda number: (-hits[number], number))[:MOST_COMPARED]
        rows = self._connection.execute(_NUMBERED_SITES, {"ids": best})
        in_order = {number: place for place, number in enumerate(best)}
        for row in sorted(rows, key=lambda row: in_order[row.id]):
            yield self._members.get(row.domain) or fingerprint_of(row)

    def _shared(self, one: Fingerprint) -> Iterator[tuple[float, list[int]]]:
        """The strength of each thing of ``one`` that few have, and the sites with it; how many is noted."""
        groups = groups_of(one)
        marks = {key_of(mark): mark for mark in sorted(one.marks) if mark.kind != _NOT_FOLLOWED}
        most = {key: min(FOLLOWED + 1, KINDS[mark.kind].none) for key, mark in marks.items()}
        found = self._under({**dict.fromkeys(groups, FOLLOWED + 1), **most})
        yield from ((_OF_GROUP, found[key]) for key in groups if len(found[key]) <= FOLLOWED)
        for key, mark in marks.items():
            number = len(found[key])
            if number <= FOLLOWED:
                self._counted[mark] = number
                if strength := KINDS[mark.kind].strength * rarity(number, KINDS[mark.kind]):
                    yield strength, found[key]

    def _under(self, most: dict[int, int]) -> dict[int, list[int]]:
        """Sites under each key, up to so many as are given for it."""
        found: dict[int, list[int]] = {key: [] for key in most}
        for some in in_groups(most, _KEYS_AT_ONCE):
            asked = _NOTHING.copy()
            for n, key in enumerate(some):
                asked[f"key{n}"], asked[f"most{n}"] = key, most[key]
            for key, site in self._connection.execute(_UNDER_KEYS, asked).all():
                found[key].append(site)
        return found

    def family(self, one: Fingerprint) -> Family:
        """The family of ``one``: whom it is joined with, and whom those are."""
        members = self._members = {one.domain: one}
        first = self.alike(one)
        joins, waiting = [], deque([one])
        looked: set[str] = set()
        cut = False
        while waiting and not cut:
            member = waiting.popleft()
            for made, other in first if member is one else self.alike(member, looked):
                if made.joined:
                    joins.append(made)
                    if other.domain not in members:
                        members[other.domain] = other
                        waiting.append(other)
            looked.add(member.domain)
            cut = len(members) >= MOST_MEMBERS and bool(waiting)
        others = sorted((m for d, m in members.items() if d != one.domain), key=lambda m: m.domain)
        related = [made for made, _ in first if made.other not in members]
        return Family(
            domain=one.domain,
            members=(one, *others),
            links=tuple(sorted(joins, key=lambda made: (-made.strength, made.one, made.other))),
            related=tuple(related[:_MOST_RELATED]),
            counts=tuple(self._counts(one)),
            cut=cut,
        )

    def _counts(self, one: Fingerprint) -> Iterator[tuple[Mark, int, int]]:
        for mark in sorted(one.marks):
            if mark.kind in (*NUMBERED, _NOT_FOLLOWED):
                continue
            asked = {"key": key_of(mark), "domain": one.domain}
            listings = self._connection.execute(_LISTINGS, asked).scalars().all()
            if listings:
                yield mark, len(listings), sum(each != "[]" for each in listings)


_KEYS_AT_ONCE = 32
"""Keys asked for in one statement."""
_NOTHING = {f"{what}{n}": 0 for what in ("key", "most") for n in range(_KEYS_AT_ONCE)}

# Statements that are asked often are built once.
_NUMBERED_SITES = select(sites).where(sites.c.id.in_(bindparam("ids", expanding=True)))
_UNDER_KEYS = union_all(
    *(
        select(keys)
        .where(keys.c.key == bindparam(f"key{n}"))
        .limit(bindparam(f"most{n}"))
        .subquery()
        .select()
        for n in range(_KEYS_AT_ONCE)
    )
)
_UNDER_KEY = select(keys.c.site).where(keys.c.key == bindparam("key")).limit(COUNTED)
_CARRIERS = select(func.count()).select_from(_UNDER_KEY.subquery())
_LISTINGS = select(sites.c.listings).where(
    sites.c.domain != bindparam("domain"), sites.c.id.in_(select(_UNDER_KEY.subquery().c.site))
)
