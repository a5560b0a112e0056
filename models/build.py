"""``python -m models.build --data FOLDER``: labelled pages and addresses into tables of numbers.

Runs the same signals as a check does over every labelled page, always as if its host were unknown, and
writes what they measured. No text and no name of a suspected site gets into the tables: networks have
codes, words are hashed, addresses are numbers of lines. Training needs these tables and nothing
else; a changed signal needs the pages again.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from checker.domains import registrable
from checker.evidence import Evidence, PageVisit, Response
from checker.features import address_names, measures_of, page_names, vector
from checker.host_words import codes as host_codes
from checker.host_words import shape
from checker.judgement import now, page_evidence, supplied_target, unseen_target
from checker.page.facts import PageFacts
from checker.page.folding import fold
from checker.page.read import read_page
from checker.page_words import codes as page_codes
from checker.patterns import compiled
from checker.signals import run
from models.groups import grouped, sketch
from models.rows import (
    APART,
    ILLICIT,
    LAWFUL,
    PADDED,
    PAGE_FILES,
    AddressRow,
    PageRow,
    address_rows,
    page_rows,
)
from models.tables import AddressTable, PageTable, write_addresses, write_pages

HERE = Path(__file__).parent
SHARED_BY = 5
"""Networks that must share a word before its code is kept: names of shops and sentences of one page fall out."""
SHARED_BY_NAMES = 5
"""Likewise for the letters of host names."""
OTHER_ADDRESSES = 8
"""One in so many of the addresses that have nothing to do with medicines is kept."""
PADDED_PAGES, PADS = 6, 3
"""Pages of each illicit network that are padded, and with how many lawful ones each."""
LONGEST_PAD = 200_000
PAD_SEED = 11
_WORD = compiled(r"[^\W\d_]{2,}", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One page as numbers."""

    measures: list[float]
    words: frozenset[int]
    sketch: tuple[int, ...]
    language: str


def measured(row: PageRow) -> Measured:
    """Everything the model sees of a page."""
    body = row.html.encode("utf-8", "replace")
    evidence = page_evidence(body, unseen_target(), read=_read)
    page = evidence.page
    assert isinstance(page, PageVisit), row.id
    facts = page.facts
    return Measured(
        measures=vector(measures_of(run(evidence)), page_names()),
        words=page_codes(facts),
        sketch=sketch(_WORD.findall(fold(facts.text))[:3000]),
        language=facts.language,
    )


def _read(response: Response) -> PageFacts:
    return read_page(response.body, "text/html; charset=utf-8", response.url)


def build(data: Path, out: Path, jobs: int) -> None:
    """Read everything under ``data`` and write the tables into ``out``."""
    rows = [
        row
        for name in PAGE_FILES
        for row in page_rows(data / "pages" / f"{name}.jsonl.gz")
        if row.group != APART
    ]
    with ProcessPoolExecutor(jobs) as pool:
        pages = list(pool.map(measured, rows, chunksize=16))
        groups = grouped([row.owners for row in rows], [page.sketch for page in pages])
        pads = list(_padded(rows, groups))
        pages += pool.map(measured, [row for row, _, _ in pads], chunksize=16)
    rows += [row for row, _, _ in pads]
    padding = [-1] * len(groups) + [pad for _, _, pad in pads]
    groups += [owner for _, owner, _ in pads]
    shared = _shared([page.words for page in pages], groups)
    table = page_table(rows, pages, owners=groups, pads=padding, shared=shared, coded=True)
    write_pages(table, out)
    seen = {registrable(row.host).domain for row in rows if row.host}
    write_addresses(_addresses(data / "domains", seen), out)


def page_table(
    rows: Sequence[PageRow],
    pages: Sequence[Measured],
    *,
    owners: list[int] | None = None,
    pads: list[int] | None = None,
    shared: frozenset[int] | None = None,
    coded: bool = False,
) -> PageTable:
    """Rows and what was measured of them as a table; ``coded``: networks by number instead of name."""
    networks: dict[str, str] = {}
    for row in rows:
        networks.setdefault(row.network, f"n{len(networks):03d}" if coded else row.network)
    return PageTable(
        names=page_names(),
        ids=[row.id for row in rows],
        labels=[row.label for row in rows],
        groups=[row.group for row in rows],
        networks=[networks[row.network] for row in rows],
        owners=owners or list(range(len(rows))),
        pads=pads or [-1] * len(rows),
        languages=[row.language or page.language for row, page in zip(rows, pages, strict=True)],
        read_languages=[page.language for page in pages],
        countries=[row.country for row in rows],
        kinds=[row.kind for row in rows],
        templates=[row.template for row in rows],
        sources=[row.source for row in rows],
        measures=[page.measures for page in pages],
        words=[sorted(page.words if shared is None else page.words & shared) for page in pages],
        hosts=[_host_measures(row.host) if row.host else [] for row in rows],
        host_words=[sorted(host_codes(row.host)) if row.host else [] for row in rows],
    )


def _padded(rows: list[PageRow], owners: list[int]) -> Iterator[tuple[PageRow, int, int]]:
    """Illicit pages with a whole lawful page put in front or behind, and the owners of both."""
    random = Random(PAD_SEED)
    lawful = [
        i for i, row in enumerate(rows) if row.group == LAWFUL and len(row.html) < LONGEST_PAD
    ]
    by_network: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        if row.group == ILLICIT:
            by_network.setdefault(row.network, []).append(i)
    for held in by_network.values():
        for i in random.sample(held, min(PADDED_PAGES, len(held))):
            for j in random.sample(lawful, PADS):
                parts = [rows[i].html, rows[j].html]
                random.shuffle(parts)
                row = replace(
                    rows[i],
                    id=f"{rows[i].id}+{rows[j].id}",
                    group=PADDED,
                    source="",
                    host="",
                    html="\n".join(parts),
                )
                yield row, owners[i], owners[j]


def _shared(words: list[frozenset[int]], owners: list[int]) -> frozenset[int]:
    """Codes that pages of at least :data:`SHARED_BY` owners hold."""
    by_owner: dict[int, set[int]] = {}
    for codes, owner in zip(words, owners, strict=True):
        by_owner.setdefault(owner, set()).update(codes)
    held = Counter(code for codes in by_owner.values() for code in codes)
    return frozenset(code for code, count in held.items() if count >= SHARED_BY)


def _addresses(folder: Path, seen: set[str]) -> AddressTable:
    kept = list(_kept(folder, seen))
    held = Counter(code for _, row in kept for code in host_codes(row.host))
    shared = {code for code, count in held.items() if count >= SHARED_BY_NAMES}
    return AddressTable(
        names=address_names(),
        ids=[name for name, _ in kept],
        labels=[row.label for _, row in kept],
        bases=[row.basis for _, row in kept],
        pharma=[row.pharma_name for _, row in kept],
        suffixes=[registrable(row.host).suffix for _, row in kept],
        measures=[_host_measures(row.host) for _, row in kept],
        words=[sorted(host_codes(row.host) & shared) for _, row in kept],
    )


def _kept(folder: Path, seen: set[str]) -> Iterator[tuple[str, AddressRow]]:
    """Addresses to learn from: none whose pages are labelled too, none that only a blocklist suspects."""
    for file, label_kept in (
        ("pharmacy_domains", ("rogue", "legit")),
        ("other_domains", ("other",)),
    ):
        for row in address_rows(folder / f"{file}.csv.gz"):
            if row.label not in label_kept or row.basis == "page" or row.domain in seen:
                continue
            if row.label == "other" and not row.pharma_name and row.number % OTHER_ADDRESSES:
                continue
            yield f"{file[0]}{row.number}", row


def _host_measures(host: str) -> list[float]:
    """What the signals about an address measure, and the shape of the name."""
    target = supplied_target(f"https://{host}/")
    measures = {
        **measures_of(
            run(Evidence(target=target, country="GB", checked_at=now(), observations=()))
        ),
        **shape(host),
    }
    return vector(measures, address_names())


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(prog="python -m models.build", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with pages/ and domains/")
    parser.add_argument("--out", type=Path, default=HERE / "data", help="where the tables go")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    build(options.data, options.out, options.jobs)


if __name__ == "__main__":
    main()
