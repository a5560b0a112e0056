"""The two tables of numbers from which the model is trained, and how they lie on disk.

Gzipped CSV without dates, so that the same numbers give the same bytes. Word codes are sorted and each
written as the distance to the one before, in base 36.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

PAGES, ADDRESSES = "pages.csv.gz", "addresses.csv.gz"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """One entry a page in every list."""

    names: list[str]
    """Columns of ``measures``."""
    ids: list[str]
    labels: list[str]
    groups: list[str]
    networks: list[str]
    owners: list[int]
    """Rows of one owner stand on one side of every split."""
    pads: list[int]
    """Owner of the lawful page put into a padded one; -1 for pages as they were found."""
    languages: list[str]
    read_languages: list[str]
    """As told from the text, which is all a check has."""
    countries: list[str]
    kinds: list[str]
    templates: list[bool]
    sources: list[str]
    measures: list[list[float]]
    words: list[list[int]]
    hosts: list[list[float]]
    """Measures of the address; empty where the host is unknown."""
    host_words: list[list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressTable:
    """One entry an address in every list."""

    names: list[str]
    ids: list[str]
    labels: list[str]
    bases: list[str]
    pharma: list[bool]
    suffixes: list[str]
    measures: list[list[float]]
    words: list[list[int]]


_PAGE_FIELDS = (
    "id",
    "label",
    "group",
    "network",
    "owner",
    "pad",
    "language",
    "read_language",
    "country",
    "kind",
    "template",
    "source",
)


def write_pages(table: PageTable, folder: Path) -> None:
    """Write ``table`` into ``folder``."""
    rows = (
        [
            *about,
            *map(_number, measures),
            _packed(words),
            " ".join(map(_number, host)),
            _packed(runs),
        ]
        for *about, measures, words, host, runs in zip(
            table.ids,
            table.labels,
            table.groups,
            table.networks,
            table.owners,
            table.pads,
            table.languages,
            table.read_languages,
            table.countries,
            table.kinds,
            [int(t) for t in table.templates],
            table.sources,
            table.measures,
            table.words,
            table.hosts,
            table.host_words,
            strict=True,
        )
    )
    _write(folder / PAGES, [*_PAGE_FIELDS, *table.names, "words", "host", "host_words"], rows)


def read_pages(folder: Path) -> PageTable:
    """The table of pages in ``folder``."""
    head, rows = _read(folder / PAGES)
    first, last = len(_PAGE_FIELDS), len(head) - 3
    columns = list(zip(*(row[:first] for row in rows), strict=True)) or [()] * first
    return PageTable(
        names=head[first:last],
        ids=list(columns[0]),
        labels=list(columns[1]),
        groups=list(columns[2]),
        networks=list(columns[3]),
        owners=[int(c) for c in columns[4]],
        pads=[int(c) for c in columns[5]],
        languages=list(columns[6]),
        read_languages=list(columns[7]),
        countries=list(columns[8]),
        kinds=list(columns[9]),
        templates=[c == "1" for c in columns[10]],
        sources=list(columns[11]),
        measures=[[_value(c) for c in row[first:last]] for row in rows],
        words=[_unpacked(row[last]) for row in rows],
        hosts=[[_value(c) for c in row[last + 1].split(" ") if row[last + 1]] for row in rows],
        host_words=[_unpacked(row[last + 2]) for row in rows],
    )


def write_addresses(table: AddressTable, folder: Path) -> None:
    """Write ``table`` into ``folder``."""
    rows = (
        [*about, *map(_number, measures), _packed(words)]
        for *about, measures, words in zip(
            table.ids,
            table.labels,
            table.bases,
            [int(p) for p in table.pharma],
            table.suffixes,
            table.measures,
            table.words,
            strict=True,
        )
    )
    head = ["id", "label", "basis", "pharma_name", "suffix", *table.names, "words"]
    _write(folder / ADDRESSES, head, rows)


def read_addresses(folder: Path) -> AddressTable:
    """The table of addresses in ``folder``."""
    head, rows = _read(folder / ADDRESSES)
    return AddressTable(
        names=head[5:-1],
        ids=[row[0] for row in rows],
        labels=[row[1] for row in rows],
        bases=[row[2] for row in rows],
        pharma=[row[3] == "1" for row in rows],
        suffixes=[row[4] for row in rows],
        measures=[[_value(c) for c in row[5:-1]] for row in rows],
        words=[_unpacked(row[-1]) for row in rows],
    )


def _write(file: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def _read(file: Path) -> tuple[list[str], list[list[str]]]:
    text = gzip.decompress(file.read_bytes()).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return rows[0], rows[1:]


def _number(value: float) -> str:
    """Short: empty when not measured."""
    return "" if isnan(value) else f"{value:g}"


def _value(text: str) -> float:
    return float(text) if text else float("nan")


def _packed(codes: Sequence[int]) -> str:
    before = 0
    out = []
    for code in codes:
        out.append(_base36(code - before))
        before = code
    return " ".join(out)


def _unpacked(text: str) -> list[int]:
    codes, code = [], 0
    for step in text.split():
        code += int(step, 36)
        codes.append(code)
    return codes


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
