"""Fingerprints of checked sites, found by what they share in milliseconds.

Marks, and the groups of numbers of sketches (locality-sensitive hashing), are rows of a key and a site in the
order of the keys: nothing is held in memory, and any number of processes read the same store. What
very many sites share is no clue and is not followed.
"""

from __future__ import annotations

import json
import struct
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
)

from checker.errors import InputRefused
from checker.family.fingerprint import NUMBERED, Fingerprint, Mark
from checker.family.links import KINDS, Link, link, rarity
from checker.family.numbers import hashed
from checker.family.sketch import SCHEME, bands, pack, unpack
from checker.message import N_, message
from checker.relatives import Warned
from checker.store.database import Database
from checker.store.schema import FAMILIES, about, keys, sites
from checker.store.statements import insert_new

FOLLOWED = 300
"""Most sites that are compared because of one thing in common; what more have is a theme or a service."""
COUNTED = 2_000
MOST_MEMBERS = 60
MOST_COMPARED = 300
WORTH_COMPARING = 0.7
"""Strength of what is known to be shared from which another site is read and compared."""
_OF_BAND = 0.7
"""Strength that one group of numbers in common stands for."""

_Thing = TypeVar("_Thing")
_SKETCHES = ("template", "text")
"""Sketches by which sites are found; addresses of pages are only compared."""


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


class FamilyStore:
    """The fingerprints at ``place``: the path of a file, or the address of a database. A context manager.

    Every method may raise :class:`~checker.errors.NotStored`, and
    :class:`~checker.errors.InputRefused` (``scheme``) for fingerprints that cannot be compared with those
    of today.
    """

    def __init__(self, place: str | Path | None) -> None:
        self._database = Database(FAMILIES, place, patience=_PATIENCE)
        self._scheme_is_ours = False

    def __enter__(self) -> FamilyStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def problem(self) -> str:
        """What stands in the way now, in one word; empty when all is well."""
        return self._database.problem

    def close(self) -> None:
        """Close the store."""
        self._database.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_scheme()
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._check_scheme()
        with self._database.transaction() as connection:
            yield connection

    def _check_scheme(self) -> None:
        if self._scheme_is_ours:
            return
        noted = select(about.c.value).where(about.c.name == "scheme")
        with self._database.transaction() as connection:
            insert_new(connection, about, {"name": "scheme", "value": SCHEME})
            if connection.execute(noted).scalar() != SCHEME:
                raise InputRefused("scheme", message(_OTHER_SCHEME))
        self._scheme_is_ours = True

    # Writing

    def add(self, *fingerprints: Fingerprint) -> None:
        """Keep fingerprints; one of the same domain takes the place of the older one."""
        newest = {one.domain: one for one in fingerprints}
        with self._writing() as connection:
            for some in _in_groups(newest.values()):
                _remove(connection, [one.domain for one in some])
                made = insert(sites).returning(sites.c.domain, sites.c.id)
                number = {
                    row.domain: row.id for row in connection.execute(made, list(map(_row_of, some)))
                }
                found_by = [
                    {"key": key, "site": number[one.domain]}
                    for one in some
                    for key in _keys_of(one)
                ]
                if found_by:
                    connection.execute(insert(keys), found_by)

    def forget(self, domain: str) -> bool:
        """Delete a site's fingerprint; False when there is none."""
        with self._writing() as connection:
            return _remove(connection, [domain]) > 0

    def forget_before(self, day: str) -> int:
        """Delete the fingerprints of sites that were seen last before ``day`` (ISO); returns how many."""
        old, gone = select(sites.c.domain).where(sites.c.seen < day).limit(_AT_ONCE), 0
        while True:
            with self._writing() as connection:
                some = list(connection.execute(old).scalars())
                gone += _remove(connection, some)
            if len(some) < _AT_ONCE:
                return gone

    # Reading

    def __len__(self) -> int:
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(sites)).scalar_one())

    def get(self, domain: str) -> Fingerprint | None:
        """The fingerprint of ``domain`` (ASCII), or None."""
        with self._reading() as connection:
            return _Found(connection).get(domain)

    def carriers(self, mark: Mark) -> int:
        """How many sites have ``mark``, counted up to :data:`COUNTED`."""
        with self._reading() as connection:
            return _Found(connection).carriers(mark)

    def alike(self, one: Fingerprint) -> list[Link]:
        """Links from ``one`` (kept or not) to kept sites, the strongest first."""
        with self._reading() as connection:
            return _Found(connection).alike(one)

    def family(self, one: Fingerprint) -> Family:
        """The family of ``one``: whom it is joined with, and whom those are."""
        with self._reading() as connection:
            return _Found(connection).family(one)


class _Found:
    """What one look at the store finds: all of it as it was at one moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, domain: str) -> Fingerprint | None:
        row = self._connection.execute(_NAMED, {"domains": [domain]}).first()
        return None if row is None else _fingerprint(row)

    def carriers(self, mark: Mark) -> int:
        counted = self._connection.execute(_CARRIERS, {"key": _key(mark)})
        return int(counted.scalar_one())

    def alike(self, one: Fingerprint) -> list[Link]:
        counted: dict[Mark, int] = {}

        def carriers(mark: Mark) -> int:
            if mark not in counted:
                counted[mark] = self.carriers(mark)
            return counted[mark]

        links = (
            link(one, other, carriers)
            for other in self._candidates(one, counted)
            if other.domain != one.domain
        )
        return sorted((found for found in links if found), key=lambda x: (-x.strength, x.other))

    def _candidates(self, one: Fingerprint, counted: dict[Mark, int]) -> Iterator[Fingerprint]:
        """The sites that share most with ``one`` by its marks and groups; how many have a mark is noted."""
        hits: dict[int, float] = defaultdict(float)
        groups = _bands(one)
        marks = {_key(mark): mark for mark in one.marks if mark.kind != "name_servers"}
        with_key = self._with([*groups, *marks])
        for key in groups:
            for number in with_key[key]:
                hits[number] += _OF_BAND
        for key, mark in marks.items():
            found = with_key[key]
            if found:
                counted[mark] = len(found)
            strength = KINDS[mark.kind].strength * rarity(len(found), KINDS[mark.kind])
            for number in found:
                hits[number] += strength
        worth = (number for number, strength in hits.items() if strength >= WORTH_COMPARING)
        best = sorted(worth, key=lambda number: (-hits[number], number))[:MOST_COMPARED]
        rows = self._connection.execute(_NUMBERED_SITES, {"ids": best})
        in_order = {number: place for place, number in enumerate(best)}
        for row in sorted(rows, key=lambda row: in_order[row.id]):
            yield _fingerprint(row)

    def _with(self, wanted: list[int]) -> dict[int, list[int]]:
        """Sites under each key; none when more have it than are followed."""
        found: dict[int, list[int]] = {key: [] for key in wanted}
        for some in _in_groups(found, _KEYS_AT_ONCE):
            filled = some + some[-1:] * (_KEYS_AT_ONCE - len(some))
            asked = {f"key{n}": key for n, key in enumerate(filled)}
            for key, site in set(self._connection.execute(_UNDER_KEYS, asked)):
                found[key].append(site)
        return {key: sorted(each) if len(each) <= FOLLOWED else [] for key, each in found.items()}

    def family(self, one: Fingerprint) -> Family:
        first = self.alike(one)
        members = {one.domain: one}
        joins: dict[tuple[str, str], Link] = {}
        waiting = deque(self._joined(one.domain, first, joins, members))
        cut = False
        while waiting:
            if len(members) >= MOST_MEMBERS:
                cut = True
                break
            domain = waiting.popleft()
            waiting.extend(self._joined(domain, self.alike(members[domain]), joins, members))
        others = sorted((m for d, m in members.items() if d != one.domain), key=lambda m: m.domain)
        return Family(
            domain=one.domain,
            members=(one, *others),
            links=tuple(sorted(joins.values(), key=lambda x: (-x.strength, x.one, x.other))),
            related=tuple(found for found in first if found.other not in members)[:20],
            counts=tuple(self._counts(one)),
            cut=cut,
        )

    def _joined(
        self,
        domain: str,
        links: list[Link],
        joins: dict[tuple[str, str], Link],
        members: dict[str, Fingerprint],
    ) -> Iterator[str]:
        for found in links:
            if not found.joined:
                continue
            pair = (min(domain, found.other), max(domain, found.other))
            joins.setdefault(pair, found)
            if found.other not in members:
                other = self.get(found.other)
                if other is not None:
                    members[found.other] = other
                    yield found.other

    def _counts(self, one: Fingerprint) -> Iterator[tuple[Mark, int, int]]:
        for mark in sorted(one.marks):
            if mark.kind in (*NUMBERED, "name_servers"):
                continue
            asked = {"key": _key(mark), "domain": one.domain}
            listings = self._connection.execute(_LISTINGS, asked).scalars().all()
            if listings:
                yield mark, len(listings), sum(each != "[]" for each in listings)


_PATIENCE = 10.0
"""Seconds for which another process that writes is waited for."""
_AT_ONCE = 500
"""Sites written in one statement."""
_KEYS_AT_ONCE = 32
"""Keys asked for in one statement."""

# Statements that are asked often are built once.
_NAMED = select(sites).where(sites.c.domain.in_(bindparam("domains", expanding=True)))
_NUMBERED_SITES = select(sites).where(sites.c.id.in_(bindparam("ids", expanding=True)))
_UNDER_KEYS = union_all(
    *(
        select(keys)
        .where(keys.c.key == bindparam(f"key{n}"))
        .limit(FOLLOWED + 1)
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


def _in_groups(things: Iterable[_Thing], most: int = _AT_ONCE) -> Iterator[list[_Thing]]:
    rest = iter(things)
    while some := list(islice(rest, most)):
        yield some


def _remove(connection: Connection, domains: list[str]) -> int:
    """Delete the sites of that name with everything they are found by; returns how many there were."""
    rows = connection.execute(_NAMED, {"domains": domains}).all()
    found_by = [
        {"one_key": key, "one_site": row.id} for row in rows for key in _keys_of(_fingerprint(row))
    ]
    if found_by:
        connection.execute(_REMOVE_KEY, found_by)
    if rows:
        connection.execute(delete(sites).where(sites.c.id.in_([row.id for row in rows])))
    return len(rows)


_REMOVE_KEY = delete(keys).where(
    keys.c.key == bindparam("one_key"), keys.c.site == bindparam("one_site")
)


def _row_of(one: Fingerprint) -> dict[str, object]:
    shown, numbered = _split(one.marks)
    return {
        "domain": one.domain,
        "seen": one.seen,
        "level": one.level,
        "listings": json.dumps([[each.authority, each.listed] for each in one.listings]),
        "marks": shown,
        "numbered": numbered,
        "template": pack(one.template),
        "text": pack(one.text),
        "paths": pack(one.paths),
    }


def _fingerprint(row: Row[Any]) -> Fingerprint:
    return Fingerprint(
        domain=row.domain,
        seen=row.seen,
        level=row.level,
        listings=tuple(Warned(authority=a, listed=d) for a, d in json.loads(row.listings)),
        template=unpack(row.template),
        text=unpack(row.text),
        paths=unpack(row.paths),
        marks=_joined(row.marks, row.numbered),
    )


_OTHER_SCHEME = N_(
    "The file of fingerprints is of another version of this program. Name another file, or delete it and "
    "remember the sites again."
)


def _key(mark: Mark) -> int:
    return hashed(f"{mark.kind} {mark.value}".encode("utf-8", "replace"))


def _bands(one: Fingerprint) -> list[int]:
    return [key for kind in _SKETCHES for key in bands(kind, getattr(one, kind))]


def _keys_of(one: Fingerprint) -> list[int]:
    """Under which numbers a site is found."""
    return sorted({*map(_key, one.marks), *_bands(one)})


_NUMBERED = struct.Struct(">Bq")


def _split(marks: Iterable[Mark]) -> tuple[str, bytes]:
    """Marks as kept: those that can be shown as JSON, the numbered ones as nine bytes each."""
    shown, numbered = [], []
    for mark in sorted(marks):
        if mark.kind in NUMBERED:
            numbered.append(_NUMBERED.pack(NUMBERED.index(mark.kind), int(mark.value)))
        else:
            shown.append([mark.kind, mark.value])
    return json.dumps(shown), b"".join(numbered)


def _joined(shown: str, numbered: bytes) -> frozenset[Mark]:
    told = (Mark(kind, value) for kind, value in json.loads(shown))
    by_number = _NUMBERED.iter_unpack(numbered)
    return frozenset((*told, *(Mark(NUMBERED[kind], str(number)) for kind, number in by_number)))
