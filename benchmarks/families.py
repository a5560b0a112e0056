"""Look-ups in a store of a million fingerprints: ``python benchmarks/families.py [SITES] [FILE]``.

The sites are made up: nine in ten are alone, the others come in families of ten with a template, a wording
and a telephone number in common; a hundredth carries a service that very many carry.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore


def made(number: int) -> Fingerprint:
    family = number // 10 if number % 100 < 10 else None
    own = random.Random(number)
    base = random.Random(f"family {family}") if family is not None else own
    sketches = [[base.getrandbits(32) for _ in range(128)] for _ in range(2)]
    if family is not None:
        for numbers in sketches:
            for at in own.sample(range(128), 40):
                numbers[at] = own.getrandbits(32)
    marks = {
        Mark("telephone", f"+44{base.getrandbits(33)}"),
        Mark("email", f"{own.getrandbits(32)}@mail.invalid"),
        Mark("tracker", f"G-{own.getrandbits(40)}" if number % 100 else "G-EVERYONES"),
    }
    return Fingerprint(
        domain=f"shop{number}.example",
        seen="2026-01-01",
        template=tuple(sketches[0]),
        text=tuple(sketches[1]),
        marks=frozenset(marks),
    )


def main(sites: int, path: Path) -> None:
    begun = time.perf_counter()
    store = FamilyStore(path)
    for start in range(0, sites, 5_000):
        store.add(*(made(number) for number in range(start, min(start + 5_000, sites))))
    store.close()
    print(
        f"{sites} sites written in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e9:.2f} GB"
    )
    with FamilyStore(path) as store:
        for name, wanted in (("alone", 50), ("in a family of ten", 5)):
            numbers = random.Random(1).sample(range(sites // 100), 200)
            times, found = [], 0
            for number in numbers:
                one = made(number * 100 + wanted)
                begun = time.perf_counter()
                found += sum(link.joined for link in store.alike(one))
                times.append((time.perf_counter() - begun) * 1000)
            times.sort()
            print(
                f"{name}: median {statistics.median(times):.1f} ms, 99 in 100 below {times[-3]:.1f} ms, "
                f"{found / len(numbers):.1f} others found"
            )
        one = made(50 * 100 + 5)
        begun = time.perf_counter()
        family = store.family(one)
        print(
            f"whole family of {len(family.members)}: {(time.perf_counter() - begun) * 1000:.0f} ms"
        )
        begun = time.perf_counter()
        store.add(one)
        print(f"one more kept: {(time.perf_counter() - begun) * 1000:.1f} ms")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(count, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as directory:
            main(count, Path(directory) / "families.sqlite")
