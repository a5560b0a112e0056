"""Whose a number is, as far as that is known without asking: the copied number betrays itself.

Known are the numbers of ``reference/known_numbers.csv`` and the entries of the official registers kept on
this computer, where their lists give a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from checker.authorities import authority_named
from checker.claims import Claim
from checker.reference import table
from checker.registers.catalogue import catalogue
from checker.registers.entry import EntryKind
from checker.registers.store import Holdings, holdings

_Index = Mapping[str, tuple[tuple[str, str], ...]]
"""Number to (host of the list, domain)."""


def owners_of(claim: Claim) -> tuple[str, ...]:
    """The domains to which the number or entry of ``claim`` is known to belong; empty when we know of
    none, which says nothing about it."""
    authority = authority_named(claim.authority)
    if authority is None or not claim.id:
        return ()
    known = _known_numbers().get((authority.name, claim.id.upper()), ())
    listed = (
        domain
        for host, domain in _listed().get(claim.id.upper(), ())
        if authority.keeps(host.removeprefix("www."))
    )
    return tuple(dict.fromkeys((*known, *listed)))


@cache
def _known_numbers() -> Mapping[tuple[str, str], tuple[str, ...]]:
    return {
        (row["authority"], row["number"].upper()): tuple(row["domains"].split())
        for row in table("known_numbers")
    }


_latest: tuple[Holdings, _Index] | None = None
"""The registers in memory with their index, which is made anew when they were read anew."""


def _listed() -> _Index:
    global _latest  # noqa: PLW0603 - the one copy in memory, replaced whole
    held, latest = holdings(), _latest
    if latest is None or latest[0] is not held:
        latest = _latest = (held, _indexed(held))
    return latest[1]


def _indexed(held: Holdings) -> _Index:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entries in held.by_domain.values():
        for entry in entries:
            if entry.kind is EntryKind.OFFICIAL and entry.entry_id:
                host = catalogue()[entry.source].lookup
                found[entry.entry_id.upper()].append((host, entry.domain))
    return {number: tuple(owners) for number, owners in found.items()}
