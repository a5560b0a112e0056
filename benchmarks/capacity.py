"""What 1 million and 100 million names a month cost, reckoned from measured figures.

``python -m benchmarks.capacity`` prints the tables of ``docs/capacity.md``. Nothing is measured here, and no
figure stands in this file: ``capacity.csv`` has what was measured or assumed, ``capacity_registries.csv`` what
registries allow, each row with its source; what the program does by itself (its pause, its pages a site) is
read from the program. A month has 30 days.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.net import Limits
from checker.sweep.registrations import MOST_REGISTRIES, PAUSE

HERE = Path(__file__).parent
NAMES = (1_000_000, 100_000_000)
"""Names a month."""
DAY = 86_400.0
MONTH = 30 * DAY


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of what was measured or assumed."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Who is asked about the names of some endings."""

    name: str
    endings: str
    share: float
    """Of all names."""
    a_day: float | None
    """Questions a day that it allows one asker; None where nothing is published."""
    source: str

    def pace(self, answer_seconds: float) -> float:
        """Questions a day of one asker: one at a time with a pause between, and no more than is allowed."""
        ours = DAY / (PAUSE + answer_seconds)
        return ours if self.a_day is None else min(ours, self.a_day)

    def days(self, names: float, answer_seconds: float) -> float:
        """Days until one asker has asked about its share of ``names``."""
        return names * self.share / self.pace(answer_seconds)


@dataclass(frozen=True, slots=True)
class Work:
    """A way of judging a name: what it takes of a core and a line, and how long a visit waits."""

    name: str
    core_seconds: float
    wait_seconds: float
    bytes_fetched: float

    def days(self, names: float, cores: float, at_once: float, busy: float) -> float:
        """Days for ``names`` on ``cores``, whichever takes longer: reckoning or waiting for sites."""
        reckoning = self.core_seconds / busy
        return names * max(reckoning, self.wait_seconds / at_once) / cores / DAY


def figures() -> dict[str, Figure]:
    """The rows of ``capacity.csv`` by name."""
    with (HERE / "capacity.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["figure"]: Figure(float(row["value"]), row["unit"], row["source"])
            for row in csv.DictReader(file)
        }


def registries() -> list[Registry]:
    """The rows of ``capacity_registries.csv``."""
    with (HERE / "capacity_registries.csv").open(encoding="utf-8", newline="") as file:
        return [
            Registry(
                row["registry"],
                row["endings"],
                float(row["share"]),
                float(row["a_day"]) if row["a_day"] else None,
                row["source"],
            )
            for row in csv.DictReader(file)
        ]


def works(of: Mapping[str, float]) -> tuple[Work, Work]:
    """Saved pages, and sites that are visited."""
    pages = 1 + Limits().pages
    return (
        Work("saved page", of["core seconds a saved page"], 0, 0),
        Work(
            "visited site",
            of["core seconds a visited site"],
            Limits().gather,
            pages * of["bytes a page"],
        ),
    )


def table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    """A table as Markdown writes it."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def amount(value: float) -> str:
    """Two figures that count, and never less than is needed of what comes whole."""
    if value >= 10:
        step = 10 ** (math.floor(math.log10(value)) - 1)
        return f"{round(value / step) * step:,.0f}"
    return f"{value:.2g}"


def size(octets: float) -> str:
    """Bytes in the unit that suits them."""
    for unit in ("B", "kB", "MB", "GB"):
        if octets < 1000:
            return f"{amount(octets)} {unit}"
        octets /= 1000
    return f"{amount(octets)} TB"


def machines(of: Mapping[str, float]) -> Iterator[Sequence[str]]:
    """What each way of judging takes so that a month is enough."""
    for names in NAMES:
        for work in works(of):
            one = work.days(names, 1, of["visits of a worker at once"], of["busy share of a core"])
            cores = max(1, math.ceil(one * DAY / MONTH))
            memory = 1e6 * (of["MB of the coordinator"] + cores * of["MB a worker"])
            visits = work.bytes_fetched > 0
            yield (
                f"{names:,}",
                work.name,
                amount(one),
                f"{cores:,}",
                size(memory),
                size(
                    names
                    * (of["bytes a name in the job table"] + of["bytes a name in the results"])
                ),
                size(names * work.bytes_fetched) if visits else "none",
                amount(names * of["DNS questions a name"]) if visits else "none",
                amount(names) if visits else "none",
            )


def limits(of: Mapping[str, float]) -> Iterator[Sequence[str]]:
    """How long each limit makes a month's names take, the longest first."""
    answer, at_once = of["seconds until a registry answers"], of["visits of a worker at once"]
    found: list[tuple[str, str, list[float]]] = [
        (
            f"{registry.name} ({registry.endings})",
            "published" if registry.a_day is not None else "our own pace: nothing is published",
            [registry.days(names, answer) for names in NAMES],
        )
        for registry in registries()
    ]
    cores = of["cores at hand"]
    for work in works(of):
        days = [work.days(names, cores, at_once, of["busy share of a core"]) for names in NAMES]
        found.append((f"{cores:.0f} cores, {work.name}s", "measured", days))
    one = of["core seconds of the coordinator a name"] / of["busy share of a core"]
    found.append(("the one coordinator", "measured", [names * one / DAY for names in NAMES]))
    for name, why, days in sorted(found, key=lambda row: -row[2][-1]):
        yield name, why, *map(amount, days), amount(days[-1] * DAY / MONTH)


def page() -> str:
    """All tables, as ``docs/capacity.md`` holds them."""
    known = figures()
    of = {name: figure.value for name, figure in known.items()}
    costs = table(
        ("names a month", "each a", "days of one core", "cores for a month", "memory", "disk",
         "fetched", "DNS questions", "registry questions"),
        machines(of),
    )  # fmt: skip
    waits = table(
        ("limit", "known from", *(f"days for {names:,}" for names in NAMES), "times too much"),
        limits(of),
    )
    inputs = table(
        ("figure", "value", "source"),
        ((name, f"{f.value:g} {f.unit}".strip(), f.source) for name, f in known.items()),
    )
    own = (
        ("pause after each answer of a registry", f"{PAUSE:g} s"),
        ("registries asked side by side", f"{MOST_REGISTRIES}"),
        ("further pages read of a site, at most", f"{Limits().pages}"),
        ("time for all pages of a site, at most", f"{Limits().gather:g} s"),
    )
    allowed = table(
        ("registry", "share of names", "allowed a day", "source"),
        (
            (
                r.name,
                f"{r.share:.1%}",
                "unknown" if r.a_day is None else f"{r.a_day:,.0f}",
                r.source,
            )
            for r in registries()
        ),
    )
    return "\n".join(
        (
            "### Machines\n", costs,
            "### Limits, the longest first\n", waits,
            "### Measured and assumed\n", inputs,
            "### What the program does by itself\n", table(("what", "value"), iter(own)),
            "### Registries\n", allowed,
        )
    )  # fmt: skip


if __name__ == "__main__":
    print(page(), end="")
