"""Marks of approval: images (and links to a register entry) that carry an authority's words.

Words count where a mark would stand, in an image's alt text, title and file name and in a link's
address, not in sentences: "MHRA" in an article is no mark. What a mark is worth depends on
where its link leads, and that only on what the authority's entry says about this very site.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import urlsplit

from checker.domains import registrable
from checker.page.anchors import present, register
from checker.page.document import Document
from checker.page.facts import Place, Seal
from checker.page.places import around
from checker.patterns import compiled, loads_patterns
from checker.reference import table

MOST = 30
_LONGEST_MARK = 120
"""Words of an image longer than this are a caption, no mark."""
_TRIES = 40
_OF_PHARMACIES = (
    "pharmacy",
    "medicines regulator",
    "private certification",
    "invented approval",
    "fake",
)
"""How the kinds of mark begin that speak of pharmacies and sellers of medicines, and not of any shop."""
_MOST_LINES = 3_000

EU_LOGO = "EU common logo"
_EU = frozenset(
    {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT"}
    | {"LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "NO", "IS", "LI"}
)


@dataclass(frozen=True, slots=True)
class _Mark:
    seal: str
    kind: str
    exists: bool
    hosts: tuple[str, ...]
    entry: re.Pattern[str] | None
    anchors: tuple[str, ...]
    words: re.Pattern[str]


class _Line(NamedTuple):
    """One image or link: its words, its address, where it stands."""

    words: str
    link: str
    place: str
    image: bool


def eu_logo_hosts() -> tuple[str, ...]:
    """Hosts of the national lists that a common logo must lead to (Regulation (EU) 699/2014)."""
    hosts: dict[str, None] = {}
    for row in table("registers"):
        if row["iso2"] in _EU and row["register_kind"] == "online sellers":
            hosts.update(dict.fromkeys(row["logo_link_hosts"].replace(" ", "").split(";")))
    return tuple(host for host in hosts if host)


@loads_patterns
@cache
def _marks() -> tuple[_Mark, ...]:
    return tuple(
        _Mark(
            seal=row["seal"],
            kind=row["kind"],
            exists=row["exists"] == "yes",
            hosts=eu_logo_hosts()
            if row["seal"] == EU_LOGO
            else tuple(row["authority_hosts"].split()),
            entry=compiled(row["entry_pattern"]) if row["entry_pattern"] else None,
            anchors=tuple(row["anchors"].split("|")),
            words=compiled(row["words"]),
        )
        for row in table("seals")
    )


@loads_patterns
@cache
def retired_seals() -> dict[str, re.Pattern[str]]:
    """Marks whose issuer has withdrawn them, with the words by which the old mark is told."""
    return {
        row["seal"]: compiled(row["retired_words"])
        for row in table("seals")
        if row["retired_words"]
    }


register(anchor for row in table("seals") for anchor in row["anchors"].split("|"))


register(host for row in table("seals") for host in row["authority_hosts"].split())
register(eu_logo_hosts())


def seals(doc: Document) -> tuple[Seal, ...]:
    """The marks shown on the page, entries of authorities first, at most :data:`MOST`."""
    lines = _lines(doc)
    found: dict[tuple[str, str], Seal] = {}
    entries: set[str] = set()
    for seal in _by_address(lines):
        found.setdefault((seal.seal, seal.link), seal)
        entries.add(seal.link)
    home = registrable(urlsplit(doc.url).hostname or "").domain
    for mark, line in _by_words(lines):
        if line.link in entries or len(found) >= MOST:
            continue
        seal = _shown(mark, line, home)
        if line.image or not mark.exists:
            found.setdefault((seal.seal, seal.link), seal)
    return tuple(found.values())[:MOST]


def approvals_in(text: str) -> dict[str, tuple[str, ...]]:
    """The marks of pharmacies and sellers of medicines that a running text speaks of, each with the words
    around its places. There they are no marks, but claims or news of them."""
    standing = present(text)
    found: dict[str, tuple[str, ...]] = {}
    for mark in _marks():
        if mark.kind.startswith(_OF_PHARMACIES):
            places = [at for anchor in mark.anchors for at in standing.get(anchor, ())[:_TRIES]]
            nearby = (
                mark.words.search(text, max(0, at - _LONGEST_MARK), at + _LONGEST_MARK)
                for at in places
            )
            spans = dict.fromkeys(words.span() for words in nearby if words is not None)
            if spans:
                found[mark.seal] = tuple(around(text, *span) for span in spans)
    return found


def _lines(doc: Document) -> list[_Line]:
    images = [
        _Line(f"{i.alt} {_file(i.src)}", i.link, i.place, True)
        for i in doc.images
        if i.visible and len(i.alt) <= _LONGEST_MARK
    ]
    links = [
        _Line(li.text, li.url, li.place, False)
        for li in doc.links
        if li.visible and len(li.text) <= _LONGEST_MARK
    ]
    widgets = [_Line("", url, "main", False) for url in (*doc.scripts, *doc.frames)]
    return (images + links + widgets)[:_MOST_LINES]


def _file(src: str) -> str:
    """The last part of an image's address, its name."""
    return src.partition("?")[0].rpartition("/")[2][:80]


class _Haystack:
    """Texts of many lines joined, to be searched at once; places are given as line numbers."""

    def __init__(self, texts: list[str]) -> None:
        self._whole = "\n".join(texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)]

        self._found = present(self._whole)

    def lines(self, word: str, limit: int) -> Iterable[int]:
        """Numbers of the lines that hold ``word``, from the first ``limit`` of its places."""
        places = self._found.get(word)
        if places is None:
            return ()
        return dict.fromkeys(bisect_right(self._starts, at) - 1 for at in places[:limit])


def _by_address(lines: list[_Line]) -> Iterator[Seal]:
    """Links, frames and widgets that lead to an authority's entry, whatever words they carry."""
    outward = [line for line in lines if line.link.startswith("http")]
    haystack = _Haystack([line.link[:500] for line in outward])
    for mark in _marks():
        if mark.entry is None:
            continue
        for host in mark.hosts:
            for line in map(outward.__getitem__, haystack.lines(host, _TRIES)):
                match = mark.entry.search(line.link[:500]) if _on(line.link, mark.hosts) else None
                if match is not None:
                    entry = next((group for group in match.groups() if group), match.group())
                    yield _seal(mark, line, "genuine", entry)


def _by_words(lines: list[_Line]) -> Iterator[tuple[_Mark, _Line]]:
    haystack = _Haystack([line.words for line in lines])
    for mark in _marks():
        for anchor in mark.anchors:
            for line in map(lines.__getitem__, haystack.lines(anchor, _TRIES)):
                if mark.words.search(line.words):
                    yield mark, line


def _shown(mark: _Mark, line: _Line, home: str) -> Seal:
    """A mark whose link is no entry we know the form of."""
    link = line.link
    if not link.startswith(("http:", "https:")):
        return _seal(mark, line, "unlinked", "")
    if _on(link, mark.hosts):
        path = urlsplit(link).path.strip("/")
        if mark.entry is None and path.count("/") + bool(urlsplit(link).query) >= 1:
            return _seal(mark, line, "genuine", path[:80])
        return _seal(mark, line, "authority_home", "")
    host = _host(link)
    own = bool(home) and registrable(host).domain == home
    return _seal(mark, line, "own_site" if own else "elsewhere", "")


def _seal(mark: _Mark, line: _Line, state: str, entry: str) -> Seal:
    return Seal(
        seal=mark.seal,
        kind=mark.kind,
        exists=mark.exists,
        link=line.link[:300],
        link_state=state,
        entry=entry[:80],
        place=Place(part=line.place),
        quote=(" ".join(line.words.split()) or line.link)[:160],
    )


def _on(url: str, hosts: tuple[str, ...]) -> bool:
    host = _host(url)
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _host(url: str) -> str:
    try:
        return (urlsplit(url[:500]).hostname or "").lower()
    except ValueError:
        return ""
