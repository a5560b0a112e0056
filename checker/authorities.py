"""The authorities whose entries may be looked up: their hosts, their numbers, their entries.

The facts stand in ``reference/look_ups.csv``; the national lists behind the common European logo are
taken from ``reference/registers.csv``. Only an answer from one of these hosts counts for anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import quote, urlsplit

from checker.patterns import compiled, loads_patterns
from checker.reference import table

EEA = frozenset(
    {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT"}
    | {"LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "NO", "IS", "LI"}
)
"""The states of the European Economic Area, where the common logo is used."""


class SpeaksOf(StrEnum):
    """What an entry is about, and so what it can say of a web address."""

    WEB = "web"
    """A list of those who sell at a distance: an entry names their web addresses."""
    PREMISES = "premises"
    """A pharmacy in a street; the web address is not always given."""
    PERSON = "person"
    CARE = "care"
    """A provider of care, prescribing at a distance among others."""
    PROVIDER = "provider"
    """A number for accounts, with name and address."""
    VERDICT = "verdict"
    """A body that is asked about a web address and gives its own opinion of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One register or body, and how its answers are known."""

    name: str
    country: str
    """ISO 3166 code; ``--`` for bodies of no country."""
    speaks_of: SpeaksOf
    hosts: tuple[str, ...]
    """Its own hosts, each with everything below it."""
    numbers: frozenset[str] = frozenset()
    """Kinds of :class:`~checker.page.facts.Identifier` that are its numbers."""
    number_form: re.Pattern[str] | None = None
    number_words: tuple[str, ...] = ()
    """Words, in lower case, behind which a page gives one of its numbers; for registers whose numbers no reader
    of pages knows."""
    entries: tuple[str, ...] = ()
    """Addresses of an entry, with ``{id}`` or ``{domain}``; the likeliest first."""
    entry_link: re.Pattern[str] | None = None
    """Searched in path and query of a link; the group ``id`` is the entry's number."""
    page_words: re.Pattern[str] | None = None
    """What every page of it says; an answer without is not what we think it is."""
    yes_words: re.Pattern[str] | None = None
    """With ``verdict``: its words for an address it approves of."""
    no_words: re.Pattern[str] | None = None
    source: str = ""

    def keeps(self, host: str) -> bool:
        """Whether ``host`` is one of its own."""
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)

    def entry_id(self, url: str) -> str:
        """The entry a link to this authority leads to; empty when none can be told."""
        found = self.entry_link.search(_way(url)) if self.entry_link else None
        if found is None:
            return ""
        return found.groupdict().get("id") or found.group()

    def addresses(self, number: str) -> tuple[str, ...]:
        """Where the entry ``number`` can be read."""
        spelt = quote(number, safe="")
        return tuple(e.replace("{id}", spelt) for e in self.entries if "{id}" in e)

    def questions(self, domain: str) -> tuple[str, ...]:
        """Where it can be asked about ``domain``."""
        spelt = quote(domain, safe="")
        return tuple(e.replace("{domain}", spelt) for e in self.entries if "{domain}" in e)


@loads_patterns
@cache
def authorities() -> tuple[Authority, ...]:
    """All we know, those with rules of their own first."""
    own = tuple(map(_authority, table("look_ups")))
    return own + tuple(_national_lists(own))


def authority_named(name: str, further: tuple[Authority, ...] = ()) -> Authority | None:
    """The authority called ``name``, of those we know and of ``further`` ones."""
    return next((one for one in (*authorities(), *further) if one.name == name), None)


def authority_of_number(kind: str) -> Authority | None:
    """Whose numbers are of ``kind``."""
    return next((one for one in authorities() if kind in one.numbers), None)


def authority_at(url: str) -> Authority | None:
    """Whose host ``url`` is on; of several registers on a host, the one that keeps such entries."""
    host = host_of(url)
    found = [one for one in authorities() if one.keeps(host)]
    return next((one for one in found if one.entry_id(url)), found[0] if found else None)


def logo_countries(url: str) -> frozenset[str]:
    """The states whose national list of sellers is kept on the host of ``url``."""
    host = host_of(url)
    return frozenset(one.country for one in authorities() if one.country in EEA and one.keeps(host))


def host_of(url: str) -> str:
    """The host of ``url`` in lower case, or an empty string for what is no address."""
    try:
        return (urlsplit(url[:2048]).hostname or "").lower()
    except ValueError:
        return ""


def _way(url: str) -> str:
    """Path and query."""
    try:
        parts = urlsplit(url[:2048])
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _authority(row: dict[str, str]) -> Authority:
    return Authority(
        name=row["authority"],
        country=row["country"],
        speaks_of=SpeaksOf(row["speaks_of"]),
        hosts=tuple(row["hosts"].split()),
        numbers=frozenset(row["numbers"].split()),
        number_form=_pattern(row["number_form"], 0),
        number_words=tuple(filter(None, row["number_words"].split("|"))),
        entries=tuple(row["entry"].split()),
        entry_link=_pattern(row["entry_link"]),
        page_words=_pattern(row["page_words"]),
        yes_words=_pattern(row["yes_words"]),
        no_words=_pattern(row["no_words"]),
        source=row["source"],
    )


def _pattern(text: str, flags: int = re.IGNORECASE) -> re.Pattern[str] | None:
    return compiled(text, flags) if text else None


def _national_lists(own: tuple[Authority, ...]) -> list[Authority]:
    """The lists of sellers of the other states that use the common logo."""
    known = {host for one in own for host in one.hosts}
    lists = []
    for row in table("registers"):
        hosts = [h.strip() for h in row["logo_link_hosts"].split(";") if h.strip()]
        fresh = tuple(host for host in hosts if not _among(host, known))
        if row["iso2"] in EEA and row["register_kind"] == "online sellers" and fresh:
            lists.append(
                Authority(
                    name=f"{row['regulator']} ({row['iso2']})",
                    country=row["iso2"],
                    speaks_of=SpeaksOf.WEB,
                    hosts=fresh,
                    source=row["source"],
                )
            )
    return lists


def _among(host: str, known: set[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in known)
