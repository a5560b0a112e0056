"""Sites that belong together, in words: what they share, who warns of them, and how many they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from checker.message import N_, Message, message
from checker.relatives import Common, Relative, Relatives, Warned
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

CAUTION = N_(
    "What sites share shows that they were made or run together. It does not say by itself what any of them sells."
)

_BELONG = N_("Sites that belong with it")
_REACHED = N_("Sites that are reached or paid in the same way")

_ONE_WARNED = {
    "telephone": N_("Same telephone number as a site checked here that is on a regulator's list"),
    "email": N_("Same e-mail address as a site checked here that is on a regulator's list"),
    "messenger": N_("Same messenger account as a site checked here that is on a regulator's list"),
    "billing": N_(
        "Orders go to the same place as those of a site checked here that is on a regulator's list"
    ),
}
_ONE = {
    "telephone": N_("Same telephone number as another site checked here"),
    "email": N_("Same e-mail address as another site checked here"),
    "messenger": N_("Same messenger account as another site checked here"),
    "billing": N_("Orders go to the same place as those of another site checked here"),
}
_MANY = {
    "telephone": N_(
        "Same telephone number as {count} sites checked here, {warned} of them on a regulator's list"
    ),
    "email": N_(
        "Same e-mail address as {count} sites checked here, {warned} of them on a regulator's list"
    ),
    "messenger": N_(
        "Same messenger account as {count} sites checked here, {warned} of them on a regulator's list"
    ),
    "billing": N_(
        "Orders go to the same place as those of {count} sites checked here, {warned} of them on a regulator's list"
    ),
}


class Thing(Protocol):
    """One thing that two sites have in common."""

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`."""

    @property
    def value(self) -> str:
        """The number, address or id."""


T = TypeVar("T", bound=Thing)


def telling(shared: Iterable[T]) -> list[T]:
    """What is in common without what that says twice: where the mail goes, beside an address that says it, too."""
    all_of_it = list(shared)
    said = {one.value.rpartition("@")[2] for one in all_of_it if one.kind == "email"}
    return [one for one in all_of_it if one.kind != "mail_domain" or one.value not in said]


def heading(relatives: Relatives) -> Message:
    """What the sites have to do with this one, in a few words."""
    return message(_BELONG if relatives.family else _REACHED)


def shared_text(shared: Thing) -> Message:
    """One thing in common, as in ``telephone number: +44 …``."""
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


def same_contact(relatives: Relatives, contact: Common) -> Message:
    """How many sites are reached or paid like this one, and how many of them are warned of."""
    sites = relatives.with_same(contact)
    return carried_by(contact.kind, len(sites), sum(bool(site.warned) for site in sites))


def carried_by(kind: str, count: int, warned: int) -> Message:
    """That ``count`` further sites, ``warned`` of them on a list, have a contact of ``kind`` in common with one."""
    if count == 1:
        return message((_ONE_WARNED if warned else _ONE)[kind])
    return message(_MANY[kind], count=count, warned=warned)


def with_value(told: Message, value: str) -> Message:
    """``told`` as a sentence that names the contact."""
    return message(N_("{sentence}: {value}."), sentence=told, value=printable(value))


def sentences(relatives: Relatives) -> Iterator[Message]:
    """What is known of the sites that belong with one, the most telling first."""
    for contact in relatives.contacts[:_MOST_CONTACTS]:
        yield with_value(same_contact(relatives, contact), contact.value)
    family = relatives.family
    if family:
        yield message(
            N_(
                "Sites checked here that belong with it: {count}, of these on a regulator's list: {warned}."
            ),
            count=f"{len(family)}+" if relatives.more else len(family),
            warned=sum(bool(site.warned) for site in family),
        )
    else:
        yield message(N_("No site that was checked here belongs with it."))


_MOST_CONTACTS = 4


def standing_text(site: Relative) -> Message | None:
    """How a site belongs here, where what it shares with this one does not say so."""
    if not site.joined:
        return message(N_("too little else in common to say that it belongs here"))
    return None if site.common else message(N_("belongs here through another of these sites"))
