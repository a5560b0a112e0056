"""Fingerprints of checked sites in one SQLite file, found by what they share in milliseconds.

Sketches are looked up by their groups of numbers (locality-sensitive hashing), which are indexed rows:
nothing is held in memory, and any number of processes read the same file. What very many sites share is
no clue and is not followed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checker.family.fingerprint import Fingerprint, Listing, Mark
from checker.family.links import SENTENCES, Link, link
from checker.family.sketch import SCHEME, Sketch, bands, hashed, pack, unpack

FOLLOWED = 300
"""Most sites that are compared because of one thing in common; what more have is a theme or a service."""
COUNTED = 2_000
MOST_MEMBERS = 60
MOST_COMPARED = 600

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sites (
    id INTEGER PRIMARY KEY, domain TEXT UNIQUE NOT NULL, seen TEXT NOT NULL, level TEXT NOT NULL,
    listings TEXT NOT NULL, template BLOB NOT NULL, text BLOB NOT NULL, paths BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS marks (
    key INTEGER NOT NULL, site INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bands (key INTEGER NOT NULL, site INTEGER NOT NULL);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS marks_key ON marks (key, site);
CREATE INDEX IF NOT EXISTS marks_site ON marks (site);
CREATE INDEX IF NOT EXISTS bands_key ON bands (key, site);
CREATE INDEX IF NOT EXISTS bands_site ON bands (site);
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

    ``deferred`` leaves the indexes out until :meth:`close`, for filling a new file at once.
    """

    def __init__(self, path: str | Path, *, deferred: bool = False) -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA trusted_schema=OFF")
        self._db.executescript(_SCHEMA)
        self._deferred = deferred
        if not deferred:
            self._db.executescript(_INDEXES)
        self._db.execute("INSERT OR IGNORE INTO about VALUES ('scheme', ?)", (SCHEME,))

    def __enter__(self) -> FamilyStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._deferred:
            self._db.executescript(_INDEXES)
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
        if not self._deferred:
            self._remove(one.domain)
        listings = json.dumps([[each.authority, each.listed] for each in one.listings])
        number = self._db.execute(
            "INSERT INTO sites (domain, seen, level, listings, template, text, paths) VALUES (?,?,?,?,?,?,?)",
            (one.domain, one.seen, one.level, listings, *map(pack, _sketches_of(one))),
        ).lastrowid
        self._db.executemany(
            "INSERT INTO marks VALUES (?,?,?,?)",
            [(_key(mark), number, mark.kind, mark.value) for mark in sorted(one.marks)],
        )
        self._db.executemany(
            "INSERT INTO bands VALUES (?,?)", [(key, number) for key in _bands(one)]
        )

    def _remove(self, domain: str) -> bool:
        row = self._db.execute("SELECT id FROM sites WHERE domain = ?", (domain,)).fetchone()
        if row is None:
            return False
        for statement in (
            "DELETE FROM marks WHERE site = ?",
            "DELETE FROM bands WHERE site = ?",
            "DELETE FROM sites WHERE id = ?",
        ):
            self._db.execute(statement, row)
        return True

    def forget(self, domain: str) -> bool:
        """Delete a site's fingerprint; False when there is none."""
        return self._remove(domain)

    # Reading

    def __len__(self) -> int:
        row = self._db.execute("SELECT count(*) FROM sites").fetchone()
        return int(row[0])

    @property
    def _about_how_many(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM sites").fetchone()[0])

    def get(self, domain: str) -> Fingerprint | None:
        """The fingerprint of ``domain`` (ASCII), or None."""
        row = self._db.execute("SELECT * FROM sites WHERE domain = ?", (domain,)).fetchone()
        return None if row is None else self._read(row)

    def _read(self, row: tuple[object, ...]) -> Fingerprint:
        number, domain, seen, level, listings, template, text, paths = row
        with closing(
            self._db.execute("SELECT kind, value FROM marks WHERE site = ?", (number,))
        ) as found:
            marks = frozenset(Mark(kind, value) for kind, value in found)
        return Fingerprint(
            domain=str(domain),
            seen=str(seen),
            level=str(level),
            listings=tuple(Listing(authority=a, listed=d) for a, d in json.loads(str(listings))),
            template=_numbers(template),
            text=_numbers(text),
            paths=_numbers(paths),
            marks=marks,
        )

    def carriers(self, mark: Mark) -> int:
        """How many sites have ``mark``, counted up to :data:`COUNTED`."""
        row = self._db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM marks WHERE key = ? LIMIT ?)",
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

        sites = self._about_how_many
        links = (
            link(one, other, carriers, sites)
            for other in self._candidates(one)
            if other.domain != one.domain
        )
        return sorted((found for found in links if found), key=lambda x: (-x.strength, x.other))

    def _candidates(self, one: Fingerprint) -> Iterator[Fingerprint]:
        hits: dict[int, float] = {}
        for number in self._with(("bands", key) for key in _bands(one)):
            hits[number] = hits.get(number, 0.0) + 1
        for number in self._with(
            ("marks", _key(mark)) for mark in sorted(one.marks) if mark.kind != "name_servers"
        ):
            hits[number] = hits.get(number, 0.0) + 1
        best = sorted(hits, key=lambda number: (-hits[number], number))[:MOST_COMPARED]
        for number in best:
            row = self._db.execute("SELECT * FROM sites WHERE id = ?", (number,)).fetchone()
            if row is not None:
                yield self._read(row)

    def _with(self, keys: Iterable[tuple[str, int]]) -> Iterator[int]:
        """Sites under each key, of those keys that few have."""
        for table, key in keys:
            found = self._db.execute(
                f"SELECT site FROM {table} WHERE key = ? LIMIT ?",  # noqa: S608 - one of two names above
                (key, FOLLOWED + 1),
            ).fetchall()
            if len(found) <= FOLLOWED:
                yield from (int(row[0]) for row in found)

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
            if mark.kind in (*SENTENCES, "name_servers"):
                continue
            rows = self._db.execute(
                "SELECT listings FROM sites WHERE domain <> ? AND id IN"
                " (SELECT site FROM marks WHERE key = ? LIMIT ?)",
                (one.domain, _key(mark), COUNTED),
            ).fetchall()
            if rows:
                yield mark, len(rows), sum(row[0] != "[]" for row in rows)


def _key(mark: Mark) -> int:
    return hashed(f"{mark.kind} {mark.value}".encode("utf-8", "replace"))


def _bands(one: Fingerprint) -> list[int]:
    return [key for kind in _SKETCHES for key in bands(kind, getattr(one, kind))]


def _sketches_of(one: Fingerprint) -> tuple[Sketch, ...]:
    return one.template, one.text, one.paths


def _numbers(value: object) -> tuple[int, ...]:
    assert isinstance(value, bytes)
    return unpack(value)
