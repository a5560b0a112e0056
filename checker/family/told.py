"""A family in words: sentences, a table and JSON, all from the same value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checker.family.fingerprint import Fingerprint
from checker.family.links import Link
from checker.family.search import Family
from checker.message import N_, Message, message
from checker.relatives import CONTACTS
from checker.relatives_told import (
    CAUTION,
    carried_by,
    listing_text,
    shared_text,
    telling,
    with_value,
)
from checker.report import Json
from checker.shown import printable

__all__ = [
    "CAUTION",
    "beside",
    "joining",
    "listing_text",
    "sentences",
    "shared_text",
    "telling",
    "to_json",
]


def sentences(family: Family) -> Iterator[Message]:
    """What is known of the family, the most telling first."""
    others = len(family.members) - 1
    if others:
        yield message(
            N_("{domain} belongs with {count} other sites that were checked."),
            domain=family.domain,
            count=f"{others}+" if family.cut else others,
        )
        listed = sum(bool(member.listings) for member in family.members[1:])
        if listed:
            yield message(N_("On a regulator's list among them: {count}."), count=listed)
    else:
        yield message(N_("No checked site belongs with {domain}."), domain=family.domain)
    for mark, count, warned in sorted(family.counts, key=lambda c: (-c[2], -c[1], c[0])):
        if mark.kind in CONTACTS:
            yield with_value(carried_by(mark.kind, count, warned), mark.value)
        elif mark.kind == "programme":
            yield message(
                N_(
                    "The mark of this affiliate programme is on other sites checked here: {value}. Sites: {count}, of "
                    "these on a regulator's list: {warned}."
                ),
                value=printable(mark.value),
                count=count,
                warned=warned,
            )


class Joined(NamedTuple):
    """What a site shares with the family."""

    domain: str
    to: str
    """With whom: the site asked about, or one that belongs with it."""
    link: Link


def joining(family: Family) -> tuple[Joined, ...]:
    """What joins each further site: its link with the one asked about, else its strongest with another.

    All links are very many: each clone shares its pages with each other clone.
    """
    return tuple(_joined(member.domain, family) for member in family.members[1:])


def beside(family: Family) -> tuple[Joined, ...]:
    """What the site asked about shares with others that it does not belong with."""
    return tuple(Joined(link.other, family.domain, link) for link in family.related)


def _joined(domain: str, family: Family) -> Joined:
    links = [link for link in family.links if domain in (link.one, link.other)]
    direct = [link for link in links if family.domain in (link.one, link.other)]
    first = (direct or links)[0]  # The strongest comes first.
    return Joined(domain, first.other if first.one == domain else first.one, first)


def to_json(family: Family) -> dict[str, Json]:
    """``family`` as plain JSON values."""
    return {
        "schema": "family-v1",
        "domain": family.domain,
        "sentences": [told.text() for told in sentences(family)],
        "caution": CAUTION,
        "cut": family.cut,
        "members": [_member(member) for member in family.members],
        "links": [_link(link) for link in family.links],
        "related": [_link(link) for link in family.related],
        "shared_with": [
            {"kind": mark.kind, "value": printable(mark.value), "sites": count, "listed": warned}
            for mark, count, warned in family.counts
        ],
    }


def _member(member: Fingerprint) -> Json:
    return {
        "domain": member.domain,
        "seen": member.seen,
        "level": member.level,
        "listings": [
            {"authority": each.authority, "listed": each.listed} for each in member.listings
        ],
    }


def _link(link: Link) -> Json:
    return {
        "one": link.one,
        "other": link.other,
        "strength": link.strength,
        "joined": link.joined,
        "shared": [
            {"kind": s.kind, "value": printable(s.value), "strength": s.strength}
            for s in link.shared
        ],
    }
