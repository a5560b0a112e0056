"""Fingerprints of checked sites in one SQLite file, found by what they share in milliseconds.

Marks, and the groups of numbers of sketches (locality-sensitive hashing), are rows of a key and a site in the
order of the keys: nothing is held in memory, and any number of processes read the same file. What
very many sites share is no clue and is not followed.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.errors import InputRefused
from checker.family.fingerprint import NUMBERED, Fingerprint, Listing, Mark
from checker.family.links import KINDS, Link, link, rarity
from checker.family.numbers import hashed
from checker.family.sketch import SCHEME, Sketch, bands, pack, unpack
from checker.message import N_, message

FOLLOWED = 300
"""Most sites that are compared because of one thing in common; what more have is a theme or a service."""
COUNTED = 2_000
MOST_MEMBERS = 60
MOST_COMPARED = 300
WORTH_COMPARING = 0.7
"""Strength of what is known to be shared from which another site is read and compared."""
_OF_BAND = 0.7
"""Strength that one group of numbers in common stands for."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sites (
    id INTEGER PRIMARY KEY, domain TEXT UNIQUE NOT NULL, seen TEXT NOT NULL, level TEXT NOT NULL,
    listings TEXT NOT NULL, marks TEXT NOT NULL, numbered BLOB NOT NULL, template BLOB NOT NULL,
    text BLOB NOT NULL, paths BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS keys (
    key INTEGER NOT NULL, site INTEGER NOT NULL, PRIMARY KEY (key, site)) WITHOUT ROWID;
"""
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
    """The file of fingerprints. One instance for one thread; a context manager.

    Raises :class:`~checker.errors.InputRefused` (``scheme``) for a file of fingerprints that cannot be
    compared with those of today.
    """

    def __init__(self, path: str | Path) -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA trusted_schema=OFF")
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT OR IGNORE INTO about VALUES ('scheme', ?)", (SCHEME,))
        row = self._db.execute("SELECT value FROM about WHERE name = 'scheme'").fetchone()
        if row != (SCHEME,):
            self.close()
            raise InputRefused("scheme", message(_OTHER_SCHEME))

    def __enter__(self) -> FamilyStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # Writing

    def add(self, *fingerprints: Fingerprint) -> None:
        """Keep fingerprints; one of the same domain takes the place of the older one."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for one in fingerprints:
                self._put(one)
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _put(self, one: Fingerprint) -> None:
        self._remove(one.domain)
        listings = json.dumps([[each.authority, each.listed] for each in one.listings])
        shown, numbered = _split(one.marks)
        number = self._db.execute(
            "INSERT INTO sites (domain, seen, level, listings, marks, numbered, template, text, paths)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            (
                one.domain,
                one.seen,
                one.level,
                listings,
                shown,
                numbered,
                *map(pack, _sketches_of(one)),
            ),
        ).lastrowid
        self._db.executemany(
            "INSERT OR IGNORE INTO keys VALUES (?,?)", [(key, number) for key in _keys_of(one)]
        )

    def _remove(self, domain: str) -> bool:
        row = self._db.execute("SELECT * FROM sites WHERE domain = ?", (domain,)).fetchone()
        if row is None:
            return False
        number = row[0]
        self._db.executemany(
            "DELETE FROM keys WHERE key = ? AND site = ?",
            [(key, number) for key in _keys_of(self._read(row))],
        )
        self._db.execute("DELETE FROM sites WHERE id = ?", (number,))
        return True

    def forget(self, domain: str) -> bool:
        """Delete a site's fingerprint; False when there is none."""
        return self._remove(domain)

    # Reading

    def __len__(self) -> int:
        row = self._db.execute("SELECT count(*) FROM sites").fetchone()
        return int(row[0])

    def get(self, domain: str) -> Fingerprint | None:
        """The fingerprint of ``domain`` (ASCII), or None."""
        row = self._db.execute("SELECT * FROM sites WHERE domain = ?", (domain,)).fetchone()
        return None if row is None else self._read(row)

    def _read(self, row: tuple[object, ...]) -> Fingerprint:
        _, domain, seen, level, listings, marks, numbered, template, text, paths = row
        return Fingerprint(
            domain=str(domain),
            seen=str(seen),
            level=str(level),
            listings=tuple(Listing(authority=a, listed=d) for a, d in json.loads(str(listings))),
            template=_numbers(template),
            text=_numbers(text),
            paths=_numbers(paths),
            marks=_joined(str(marks), numbered),
        )

    def carriers(self, mark: Mark) -> int:
        """How many sites have ``mark``, counted up to :data:`COUNTED`."""
        row = self._db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM keys WHERE key = ? LIMIT ?)",
            (_key(mark), COUNTED),
        ).fetchone()
        return int(row[0])

    def alike(self, one: Fingerprint) -> list[Link]:
        """Links from ``one`` (kept or not) to kept sites, the strongest first."""
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
        for key in _bands(one):
            for number in self._with(key):
                hits[number] += _OF_BAND
        for mark in one.marks:
            if mark.kind == "name_servers":
                continue
            found = self._with(_key(mark))
            if found:
                counted[mark] = len(found)
            strength = KINDS[mark.kind].strength * rarity(len(found), KINDS[mark.kind])
            for number in found:
                hits[number] += strength
        worth = (number for number, strength in hits.items() if strength >= WORTH_COMPARING)
        for number in sorted(worth, key=lambda number: (-hits[number], number))[:MOST_COMPARED]:
            row = self._db.execute("SELECT * FROM sites WHERE id = ?", (number,)).fetchone()
            if row is not None:
                yield self._read(row)

    def _with(self, key: int) -> list[int]:
        """Sites under a key; none when more have it than are followed."""
        rows = self._db.execute(
            "SELECT site FROM keys WHERE key = ? LIMIT ?", (key, FOLLOWED + 1)
        ).fetchall()
        return [row[0] for row in rows] if len(rows) <= FOLLOWED else []

    def family(self, one: Fingerprint) -> Family:
        """The family of ``one``: whom it is joined with, and whom those are."""
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
            rows = self._db.execute(
                "SELECT listings FROM sites WHERE domain <> ? AND id IN"
                " (SELECT site FROM keys WHERE key = ? LIMIT ?)",
                (one.domain, _key(mark), COUNTED),
            ).fetchall()
            if rows:
                yield mark, len(rows), sum(row[0] != "[]" for row in rows)


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


def _sketches_of(one: Fingerprint) -> tuple[Sketch, ...]:
    return one.template, one.text, one.paths


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


def _joined(shown: str, numbered: object) -> frozenset[Mark]:
    assert isinstance(numbered, bytes)
    return frozenset(
        (
            *(Mark(kind, value) for kind, value in json.loads(shown)),
            *(
                Mark(NUMBERED[kind], str(number))
                for kind, number in _NUMBERED.iter_unpack(numbered)
            ),
        )
    )


def _numbers(value: object) -> tuple[int, ...]:
    assert isinstance(value, bytes)
    return unpack(value)
