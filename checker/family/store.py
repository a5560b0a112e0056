"""Fingerprints of checked sites, found by what they share in milliseconds.

Marks, and the groups of numbers of sketches (locality-sensitive hashing), are rows of a key and a site in the
order of the keys: nothing is held in memory, and any number of processes read the same store. What
very many sites share is no clue and is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from checker.errors import InputRefused
from checker.family.fingerprint import Fingerprint, Mark
from checker.family.links import Link
from checker.family.rows import fingerprint_of, keys_of, row_of
from checker.family.search import Family, Search
from checker.family.sketch import SCHEME
from checker.message import N_, message
from checker.store.database import Database
from checker.store.schema import FAMILIES, about, keys, sites
from checker.store.statements import in_groups, insert_new


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
            for some in in_groups(newest.values(), _AT_ONCE):
                _remove(connection, [one.domain for one in some])
                made = insert(sites).returning(sites.c.domain, sites.c.id)
                number = {
                    row.domain: row.id for row in connection.execute(made, list(map(row_of, some)))
                }
                found_by = [
                    {"key": key, "site": number[one.domain]} for one in some for key in keys_of(one)
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
            row = connection.execute(_NAMED, {"domains": [domain]}).first()
        return None if row is None else fingerprint_of(row)

    def carriers(self, mark: Mark) -> int:
        """How many sites have ``mark``, counted up to :data:`checker.family.search.COUNTED`."""
        with self._reading() as connection:
            return Search(connection).carriers(mark)

    def alike(self, one: Fingerprint) -> list[Link]:
        """Links from ``one`` (kept or not) to kept sites, the strongest first."""
        with self._reading() as connection:
            return [found for found, _ in Search(connection).alike(one)]

    def family(self, one: Fingerprint) -> Family:
        """The family of ``one``: whom it is joined with, and whom those are."""
        with self._reading() as connection:
            return Search(connection).family(one)


_PATIENCE = 10.0
"""Seconds for which another process that writes is waited for."""
_AT_ONCE = 500
"""Sites written in one statement."""
# Statements that are asked often are built once.
_NAMED = select(sites).where(sites.c.domain.in_(bindparam("domains", expanding=True)))


def _remove(connection: Connection, domains: list[str]) -> int:
    """Delete the sites of that name with everything they are found by; returns how many there were."""
    rows = connection.execute(_NAMED, {"domains": domains}).all()
    found_by = [
        {"one_key": key, "one_site": row.id} for row in rows for key in keys_of(fingerprint_of(row))
    ]
    if found_by:
        connection.execute(_REMOVE_KEY, found_by)
    if rows:
        connection.execute(delete(sites).where(sites.c.id.in_([row.id for row in rows])))
    return len(rows)


_REMOVE_KEY = delete(keys).where(
    keys.c.key == bindparam("one_key"), keys.c.site == bindparam("one_site")
)


_OTHER_SCHEME = N_(
    "The file of fingerprints is of another version of this program. Name another file, or delete it and "
    "remember the sites again."
)
