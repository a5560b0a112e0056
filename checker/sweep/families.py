"""Which sites of a sweep belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.family.fingerprint import Fingerprint
from checker.family.store import FamilyStore
from checker.sweep.answers import fingerprint_of

_AT_ONCE = 500


def families_of(packed: Iterable[bytes], directory: Path) -> Mapping[str, str]:
    """The family of each domain that has one, named after its first member by the alphabet.

    ``packed`` are fingerprints; ``directory`` has room for a file of them while they are compared. A domain
    that was judged more than once counts as it was seen last.
    """
    with (
        TemporaryDirectory(dir=directory, prefix=".families-") as room,
        FamilyStore(Path(room) / "families.sqlite") as store,
    ):
        domains = sorted(set(_kept(store, map(fingerprint_of, packed))))
        joined = _Joined()
        for domain in domains:
            one = store.get(domain)
            assert one is not None
            for link in store.alike(one):
                if link.joined:
                    joined.join(domain, link.other)
    return {domain: joined.first(domain) for domain in domains if joined.has(domain)}


def _kept(store: FamilyStore, fingerprints: Iterator[Fingerprint]) -> Iterator[str]:
    while some := list(islice(fingerprints, _AT_ONCE)):
        store.add(*some)
        yield from (one.domain for one in some)


class _Joined:
    """Sets of names that are joined two by two (union-find); the first name stands for each."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def has(self, name: str) -> bool:
        """Whether ``name`` was joined with another."""
        return name in self._above

    def first(self, name: str) -> str:
        """The name that stands for the set of ``name``."""
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = self._above[above]
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        """Make one set of two."""
        low, high = sorted((self.first(one), self.first(other)))
        self._above[high] = low
