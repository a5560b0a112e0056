"""A family in words: sentences, a table and JSON, all from the same value."""

from __future__ import annotations

from collections.abc import Iterator

from checker.family.fingerprint import Fingerprint
from checker.family.links import Link, Shared
from checker.family.store import Family
from checker.message import N_, Message, message
from checker.relatives import Warned
from checker.report import Json
from checker.shown import printable

KINDS = {
    "telephone": N_("telephone number"),
    "email": N_("e-mail address"),
    "mail_domain": N_("e-mail addresses at"),
    "messenger": N_("messenger account"),
    "billing": N_("site that takes the orders"),
    "tracker": N_("tracking or chat account"),
    "favicon": N_("small picture of the site"),
    "certificate": N_("certificate"),
    "name_servers": N_("name servers"),
    "programme": N_("affiliate programme"),
    "name": N_("name it calls itself by"),
    "sentence": N_("long sentences in common"),
    "policy": N_("sentences of terms in common"),
    "line": N_("short lines in common"),
    "style": N_("names of its makers' own in the code"),
    "template": N_("build of the pages"),
    "text": N_("wording"),
    "paths": N_("names of the pages"),
}


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
        if mark.kind in ("telephone", "email", "messenger", "billing", "programme"):
            yield message(
                N_(
                    "Shared with sites we checked: {kind}. Sites: {count}, of these on a regulator's list: {listed}. "
                    "Value: {value}."
                ),
                kind=message(KINDS[mark.kind]),
                count=count,
                listed=warned,
                value=printable(mark.value),
            )


CAUTION = N_(
    "What sites share shows that they were made or run together. It does not say by itself what any of them sells."
)


def shared_text(shared: Shared) -> Message:
    """One thing in common, as in ``telephone number +44 …``."""
    return message(
        N_("{kind}: {value}"), kind=message(KINDS[shared.kind]), value=printable(shared.value)
    )


def listing_text(listing: Warned) -> Message:
    """Who warns of a site and since when."""
    if listing.listed:
        return message(
            N_("{authority}, {day}"), authority=printable(listing.authority), day=listing.listed
        )
    return message(N_("{authority}, no day given"), authority=printable(listing.authority))


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
