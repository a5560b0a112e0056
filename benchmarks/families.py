"""Look-ups in a store of many fingerprints: ``python benchmarks/families.py [SITES [FILE]]``.

The sites are made up, each with about 150 marks as sites of real pages have: sentences, lines, names in the
code, and a few contacts. Nine in ten are alone; the others come in families of ten that share build, wording,
half of their sentences and a telephone number. A sixth of the lines and names are a theme's or a software's,
drawn from two thousand that all sites share, and a hundredth of the sites have one tracker in common.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from checker.family import rows as rows_of
from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore
from checker.store.schema import sites as table_of_sites

AT_ONCE = 5_000
"""Sites written in one transaction …"""
PARTS = 64
"""… and ranges of keys that are sorted and written one after another."""
KINDS = {"sentence": 64, "line": 48, "style": 32}
COMMON = {"sentence": 0, "line": 8, "style": 6}
"""Marks of a site that are a theme's or a software's …"""
THEMES = 2_000
"""… and how many of those there are."""
ASKED = 200


def is_of_family(number: int) -> bool:
    """Ten in a hundred are a family."""
    return number % 100 < 10


def made(number: int) -> Fingerprint:
    """The site of that number, the same each time."""
    own = random.Random(number)
    family = random.Random(f"family {number // 100}") if is_of_family(number) else own
    sketches = [[family.getrandbits(32) for _ in range(128)] for _ in range(2)]
    if is_of_family(number):
        for numbers in sketches:
            for at in own.sample(range(128), 40):
                numbers[at] = own.getrandbits(32)
    marks = {
        Mark("telephone", f"+44{family.getrandbits(33)}"),
        Mark("email", f"{own.getrandbits(32)}@mail.invalid"),
        Mark("tracker", f"G-{own.getrandbits(40)}" if number % 100 else "G-EVERYONES"),
        Mark("name", f"shop {number}"),
    }
    for kind, count in KINDS.items():
        theirs = count // 2 if is_of_family(number) else 0
        shared = (family.getrandbits(63) for _ in range(theirs))
        common = (own.randrange(THEMES) for _ in range(COMMON[kind]))
        alone = (own.getrandbits(63) for _ in range(count - theirs - COMMON[kind]))
        marks |= {Mark(kind, str(each)) for some in (shared, common, alone) for each in some}
    return Fingerprint(
        domain=f"shop{number}.example",
        seen="2026-01-01",
        template=tuple(sketches[0]),
        text=tuple(sketches[1]),
        marks=frozenset(marks),
    )


def fill(sites: int, path: Path) -> None:
    """Write all sites, then all keys in their order: added as checks add them, each key is on a page of its own."""
    begun = time.perf_counter()
    with FamilyStore(path) as store:
        assert len(store) == 0
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as file,
        tempfile.TemporaryDirectory(dir=path.parent) as directory,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as processes,
    ):
        file.execute("PRAGMA journal_mode=OFF")
        file.execute("PRAGMA synchronous=OFF")
        parts = [Path(directory) / str(part) for part in range(PARTS)]
        starts = range(0, sites, AT_ONCE)
        ends = [min(start + AT_ONCE, sites) for start in starts]
        for rows, keys in processes.map(_rows_and_keys, starts, ends):
            file.execute("BEGIN")
            file.executemany(_INSERT_SITE, rows)
            file.execute("COMMIT")
            for part, some in zip(parts, keys, strict=True):
                with part.open("ab") as beside:
                    beside.write(some.tobytes())
        for part in parts:
            some = np.sort(np.fromfile(part, dtype=_KEY))
            file.execute("BEGIN")
            file.executemany("INSERT INTO keys VALUES (?, ?)", some.tolist())
            file.execute("COMMIT")
            part.unlink()
    seconds = time.perf_counter() - begun
    marks = statistics.mean(len(made(number).marks) for number in range(ASKED))
    print(f"{sites} sites of {marks:.0f} marks: {seconds:.0f} s, {_size(path) / 1e9:.2f} GB")


_COLUMNS = tuple(table_of_sites.columns.keys())
_INSERT_SITE = (
    f"INSERT INTO sites ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
)
_KEY = np.dtype([("key", "<i8"), ("site", "<i8")])


def _rows_and_keys(start: int, end: int) -> tuple[list[tuple[object, ...]], list[np.ndarray]]:
    """The rows of the sites from ``start`` to before ``end``, and their keys in :data:`PARTS` ranges."""
    rows: list[tuple[object, ...]] = []
    keys: list[tuple[int, int]] = []
    for number in range(start, end):
        one = made(number)
        row = {"id": number + 1, **rows_of.row_of(one)}
        rows.append(tuple(row[name] for name in _COLUMNS))
        keys.extend((key, number + 1) for key in rows_of.keys_of(one))
    table = np.array(keys, dtype=_KEY)
    part = (table["key"] // (2**64 // PARTS)) + PARTS // 2
    return rows, [table[part == each] for each in range(PARTS)]


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


def look(sites: int, path: Path) -> list[str]:
    """Look sites up; run in a process of its own, so that its memory is that of a look-up."""
    before = _memory()
    told = []
    with FamilyStore(path) as store:
        for name, wanted, does in _ASKED_OF:
            numbers = random.Random(1).sample(range(1, sites // 100), min(ASKED, sites // 100 - 1))
            asked = [made(number * 100 + wanted) for number in numbers]
            does(store, made(wanted))  # The first time statements are made.
            _put_out_of_memory(path)
            for state in ("from the disk", "read before"):
                told.append(f"{name}, {state}: {_times(does, store, asked)}")
    return [*told, f"memory of the process: {before:.0f} MiB at first, {_memory():.0f} MiB at most"]


def _joined(store: FamilyStore, one: Fingerprint) -> int:
    return sum(link.joined for link in store.alike(one))


def _family(store: FamilyStore, one: Fingerprint) -> int:
    return len(store.family(one).members) - 1


def _kept(store: FamilyStore, one: Fingerprint) -> int:
    store.add(one)
    return 0


_ALONE, _OF_FAMILY = 50, 5
_ASKED_OF: tuple[tuple[str, int, Callable[[FamilyStore, Fingerprint], int]], ...] = (
    ("alone", _ALONE, _joined),
    ("in a family of ten", _OF_FAMILY, _joined),
    ("whole family of ten", _OF_FAMILY, _family),
    ("kept in place of the older one", _ALONE, _kept),
)


def _times(
    does: Callable[[FamilyStore, Fingerprint], int], store: FamilyStore, asked: list[Fingerprint]
) -> str:
    waited, worked, found = [], [], 0
    for one in asked:
        begun, busy = time.perf_counter(), time.process_time()
        found += does(store, one)
        worked.append((time.process_time() - busy) * 1000)
        waited.append((time.perf_counter() - begun) * 1000)
    return f"waited {_spread(waited)}; processor {_spread(worked)}; others found {found / len(asked):.1f}"


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} ms (99 in 100 below {statistics.quantiles(times, n=100)[98]:.1f})"


def _put_out_of_memory(path: Path) -> None:
    """What was read of the files is to be read from the disk again: pages that are written already can go."""
    for file in path.parent.glob(f"{path.name}*"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _memory() -> float:
    """Most that this process ever had, in MiB. (``getrusage`` would tell that of the one it came from.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(sites: int, path: Path) -> None:
    """Look up, in a file that is filled where there is none yet."""
    if not path.exists():
        fill(sites, path)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        for line in process.submit(look, sites, path).result():
            print(line, flush=True)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(count, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as directory:
            main(count, Path(directory) / "families.sqlite")
