"""From the table of a list to its entries: which column is what, and which cells are addresses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache

from checker.countries import countries
from checker.domains import registrable
from checker.page.folding import fold
from checker.patterns import compiled
from checker.platforms import platform_of
from checker.reference import table as reference
from checker.registers.catalogue import Source
from checker.registers.entry import Entry
from checker.registers.importers.table import Table, Unreadable
from checker.registers.snapshot import make_entry
from checker.urls import ParsedUrl, UrlError, parse

_BREAKS = compiled(r"[\s,;|<>()\"'“”„]", 0)
_ISO = compiled(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", 0)
_DAY_FIRST = compiled(r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4})(?!\d)", 0)
_MOST_ADDRESSES = 20
"""Addresses of one row."""
_SAMPLE = 2_000
"""Rows looked at to find the column of addresses."""
_SHARED = 3
"""That many different paths on one host, and the host belongs to none of those who are listed."""
_MONTH_FIRST = frozenset({"US"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The entries of a table, and how many rows gave none."""

    entries: tuple[Entry, ...]
    rows: int
    left_out: Mapping[str, int]
    """By reason: ``no_address``, ``unreadable_address``, ``shared_host``, ``unclear_end``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where in a row what stands; None where nothing says so."""

    address: int
    id: int | None = None
    name: int | None = None
    listed: int | None = None
    delisted: int | None = None
    country: int | None = None


def read_rows(table: Table, source: Source, snapshot: date, named: str | None = None) -> Found:
    """The entries in ``table``; ``named`` is the heading of the column of addresses, when it is known.

    Raises :class:`Unreadable` (``no_column``) when no column holds web addresses.
    """
    if any(next(addresses(heading, source), None) for heading in table.headings):
        table = _without_headings(table)
    columns = columns_of(table, source, named)
    left_out: Counter[str] = Counter()
    found: list[tuple[ParsedUrl, Entry]] = []
    for row in table.rows:
        made, reason = _entries(row, columns, source, snapshot, lines=not table.headings)
        found.extend(made)
        if not made:
            left_out[reason] += 1
    shared = _shared_hosts(url for url, _ in found)
    left_out["shared_host"] += sum(1 for url, _ in found if url.host in shared)
    entries = dict.fromkeys(entry for url, entry in found if url.host not in shared)
    return Found(
        entries=tuple(entries),
        rows=len(table.rows),
        left_out={k: n for k, n in left_out.items() if n},
    )


def _without_headings(table: Table) -> Table:
    """``table`` whose first line was no line of headings but an entry already."""
    return Table(headings=("",) * len(table.headings), rows=(table.headings, *table.rows))


# Columns


def columns_of(table: Table, source: Source, named: str | None = None) -> Columns:
    """Which column of ``table`` is what: by its heading, else the addresses by what they look like."""
    if not table.headings:
        return Columns(address=0)
    headings = [_plain(heading) for heading in table.headings]
    if named is not None:
        if _plain(named) not in headings:
            raise Unreadable("no_column")
        address: int | None = headings.index(_plain(named))
    else:
        address = _address_column(table, headings, source)
    if address is None:
        raise Unreadable("no_column")
    others = {
        field: next((at for at in _places(headings, field) if at != address), None)
        for field in ("id", "name", "listed", "delisted", "country")
    }
    return Columns(address=address, **others)


def _plain(heading: str) -> str:
    return " ".join(fold(heading).replace("_", " ").replace(".", " ").replace(":", " ").split())


@cache
def _vocabulary() -> Mapping[str, tuple[str, ...]]:
    words: dict[str, list[str]] = defaultdict(list)
    for row in reference("register_columns"):
        words[row["field"]].append(_plain(row["heading"]))
    return {field: tuple(found) for field, found in words.items()}


def _places(headings: list[str], field: str) -> Iterator[int]:
    """The columns whose heading means ``field``, the plainest word for it first."""
    for word in _vocabulary()[field]:
        yield from (at for at, heading in enumerate(headings) if heading == word)


def _address_column(table: Table, headings: list[str], source: Source) -> int | None:
    """The column in which most rows have an address, a fitting heading deciding between equals."""
    fitting = set(_places(headings, "address"))
    sample = table.rows[:: len(table.rows) // _SAMPLE + 1]
    shares = []
    for at in range(len(headings)):
        filled = [row[at] for row in sample if row[at]]
        hits = sum(1 for text in filled if next(addresses(text, source), None))
        if hits and 2 * hits >= len(filled):
            shares.append((at in fitting, hits, -at))
    return -max(shares)[2] if shares else None


# Cells


def addresses(text: str, source: Source, *, lines: bool = False) -> Iterator[ParsedUrl]:
    """The web addresses in ``text``, those of the authority itself left out.

    In running lines a word without ``www.`` or ``https://`` counts only in lower case.
    """
    for word in (piece.strip(".:*[]{}") for piece in _BREAKS.split(text)):
        if "." not in word or "@" in word or (lines and not _certain(word)):
            continue
        try:
            url = parse(word if "://" in word else f"http://{word}")
        except UrlError:
            continue
        name = registrable(url.host)
        if url.address is None and name.domain and name.listed and not _own(url.host, source):
            yield url


def _certain(word: str) -> bool:
    return word.lower().startswith(("www.", "http://", "https://")) or word == word.lower()


def _own(host: str, source: Source) -> bool:
    """Whether ``host`` is an authority's: the list's own, another's, or any part of a government."""
    domain = registrable(host).domain
    return (
        domain == registrable(source.lookup).domain
        or domain in _authorities()
        or not _GOVERNMENT.isdisjoint(host.split(".")[-2:])
    )


_GOVERNMENT = frozenset({"gov", "gouv", "gob", "gub", "govt", "europa", "admin", "nhs", "mil"})
"""Labels before or in the ending of names that only authorities have (``gov.uk``, ``europa.eu``)."""


@cache
def _authorities() -> frozenset[str]:
    """Domains of the authorities whose registers we know of."""
    hosts = set()
    for row in reference("registers"):
        hosts.update(row["logo_link_hosts"].replace(";", " ").split())
        with suppress(UrlError):
            hosts.add(parse(row["lookup_url"]).host)
    return frozenset(filter(None, (registrable(host).domain for host in hosts)))


def _entries(
    row: tuple[str, ...], columns: Columns, source: Source, snapshot: date, *, lines: bool
) -> tuple[list[tuple[ParsedUrl, Entry]], str]:
    """The entries of one row, or why it has none."""
    text = row[columns.address]
    urls = list(dict.fromkeys(addresses(text, source, lines=lines)))[:_MOST_ADDRESSES]
    if not urls:
        return [], "unreadable_address" if "." in text and not lines else "no_address"
    usable = [url for url in urls if platform_of(url.host, url.url) is None]
    if not usable:
        return [], "shared_host"
    delisted = _at(row, columns.delisted)
    ended = read_date(delisted, source.country)
    if delisted and ended is None:
        return [], "unclear_end"
    named = _at(row, columns.country).upper()
    made = [
        make_entry(
            source,
            domain=registrable(url.host).domain,
            host=_narrower(url.host),
            countries=(named,) if not source.country and named in countries() else (),
            entry_id=_at(row, columns.id)[:80],
            name=_at(row, columns.name)[:120],
            listed=read_date(_at(row, columns.listed), source.country),
            delisted=ended,
            snapshot=snapshot,
        )
        for url in usable
    ]
    return list(zip(usable, made, strict=True)), ""


def _at(row: tuple[str, ...], place: int | None) -> str:
    return "" if place is None else row[place].strip(" -–—")


def _narrower(host: str) -> str:
    """``host`` when it is less than its whole domain."""
    bare = host.removeprefix("www.")
    return "" if bare == registrable(host).domain or host == registrable(host).domain else bare


def read_date(text: str, country: str) -> date | None:
    """The first day named in ``text``; the month stands first only in lists of the United States.

    >>> read_date("1. 3. 2026", "CZ"), read_date("03/31/2026", "US"), read_date("soon", "CZ")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31), None)
    """
    iso = _ISO.search(text)
    if iso is not None:
        return _date(*map(int, iso.groups()))
    other = _DAY_FIRST.search(text)
    if other is None:
        return None
    first, second, year = map(int, other.groups())
    month_first = country in _MONTH_FIRST and "." not in other.group()
    return _date(year, first, second) if month_first else _date(year, second, first)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shared_hosts(urls: Iterable[ParsedUrl]) -> frozenset[str]:
    """Hosts on which several of those listed have a corner each: the host itself is nobody's entry."""
    paths: dict[str, set[str]] = defaultdict(set)
    for url in urls:
        paths[url.host].add(url.path.strip("/").partition("/")[0].lower())
    return frozenset(host for host, corners in paths.items() if len(corners - {""}) >= _SHARED)
