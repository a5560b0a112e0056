"""How fast sweeps are and what they take: one process, two, two Dask workers, and what others do with the same rows.

``python -m benchmarks.sweep`` sweeps every so-many-th labelled page of RXLENS_DATA (default ``../shared/data``).
A rate is wall time from the first batch that came back to the last one, so that getting ready is not in it; the ways
take turns, and the median of the rounds is told. Processor time is told beside it, since it does not depend on what
else the computer does. ``--growth ROWS`` sweeps that many rows of our own and tells the memory on the way instead.
The baselines need ``pip install 'rxlens[baselines]'``; what is not installed is named.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from benchmarks.parse import shop_page
from checker.sweep.batch import Asked, Batch, Bench, Job, Orders, judge_job
from checker.sweep.coordinator import BATCH_JOBS, Plan, Tally, run_sweep
from models.rows import PAGE_FILES, PageRow, page_rows

PAGES, ROUNDS = 600, 3
ORDERS = Orders(country="GB", at=datetime(2026, 11, 1, 12, tzinfo=UTC), way=None)
MEGABYTE = 1024 * 1024

Bars = list[tuple[str, float]]
"""Names and their values."""


# Rows


def labelled(most: int) -> list[PageRow]:
    """``most`` labelled pages with a host, evenly out of all files."""
    folder = Path(os.environ.get("RXLENS_DATA") or "../shared/data") / "pages"
    rows = [row for name in PAGE_FILES for row in page_rows(folder / f"{name}.jsonl.gz")]
    usable = [row for row in rows if row.host and row.html]
    return usable[:: max(1, len(usable) // most)][:most]


def lines_of(rows: Sequence[PageRow]) -> list[bytes]:
    return [
        json.dumps({"id": row.id, "url": f"https://{row.host}/", "html": row.html}).encode("ascii")
        for row in rows
    ]


def own_rows(count: int) -> Iterator[bytes]:
    """Addresses of our own, and a small shop page for every tenth, no two the same."""
    page = shop_page(3_000).decode()
    for number in range(count):
        host = f"www.shop-{number}.example"
        row = {"id": number, "url": f"https://{host}/"}
        if number % 10 == 0:
            row["html"] = f"{page}<p>{number}</p>"
        yield json.dumps(row).encode("ascii")


def written(path: Path, lines: Iterator[bytes] | Sequence[bytes]) -> Path:
    with path.open("wb") as out:
        out.writelines(line + b"\n" for line in lines)
    return path


# Rates


class Watch:
    """Notes when the first batch came back, and the last one, and the processor time of this process then."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float, int]] = []

    def __call__(self, tally: Tally) -> None:
        if tally.ended and (not self.points or self.points[-1][2] != tally.ended):
            self.points.append((time.perf_counter(), time.process_time(), tally.ended))

    @property
    def told(self) -> tuple[float, float]:
        """Rows a second, and processor milliseconds a row of this process."""
        (begun, used, first), (ended, used_then, last) = self.points[0], self.points[-1]
        rows = last - first
        return rows / (ended - begun), (used_then - used) / rows * 1000


def swept(source: Path, *, workers: int = 1, cluster: str = "") -> tuple[float, float]:
    """Rows a second, and processor milliseconds a row of the coordinator."""
    watch = Watch()
    with tempfile.TemporaryDirectory(dir=source.parent) as out:
        plan = Plan(
            source=str(source),
            out=Path(out) / "out",
            country="GB",
            way=None,
            workers=workers,
            cluster=cluster,
        )
        run_sweep(plan, watch)
    return watch.told


def without_table(lines: Sequence[bytes]) -> tuple[float, float]:
    """The same for one worker that is given the same batches by nobody but a loop."""
    jobs = [Job(line=number, page=line) for number, line in enumerate(lines, 1)]
    batches = [
        Batch(orders=ORDERS, jobs=tuple(jobs[at : at + BATCH_JOBS]))
        for at in range(0, len(jobs), BATCH_JOBS)
    ]
    watch, ended = Watch(), 0
    with Bench() as bench:
        for batch in batches:
            ended += len(bench.run(batch))
            watch(Tally(done=ended))
    return watch.told


@contextmanager
def dask(workers: int, directory: Path) -> Iterator[str]:
    """The address of a scheduler with workers of one thread each."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    words = [["scheduler", "--port", str(port)], *[_worker(address, directory)] * workers]
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *some, "--host", "127.0.0.1", "--no-dashboard"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for some in words
    ]
    try:
        import distributed  # noqa: PLC0415

        with distributed.Client(  # type: ignore[no-untyped-call]
            address, timeout=60, set_as_default=False
        ) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address
    finally:
        for process in reversed(begun):
            process.terminate()
            process.wait(30)


def _worker(address: str, directory: Path) -> list[str]:
    return ["worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(directory)]


def rates(rows: Sequence[PageRow], rounds: int, room: Path) -> Bars:
    """Print what each way does; its rows a second."""
    lines = lines_of(rows)
    source = written(room / "in", lines)
    with ExitStack() as held:
        address = held.enter_context(dask(2, room))
        ways: dict[str, Callable[[], tuple[float, float]]] = {
            "one process, no job table": lambda: without_table(lines),
            "one process": lambda: swept(source),
            "two processes": lambda: swept(source, workers=2),
            "two Dask workers": lambda: swept(source, cluster=address),
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                runs[name].append(way())
    print("| way | rows a second, median (all) | times one process | coordinator, CPU ms a row |")
    print("|---|---|---|---|")
    one = statistics.median(rate for rate, _ in runs["one process"])
    for name, found in runs.items():
        all_rates = sorted(rate for rate, _ in found)
        rate = statistics.median(all_rates)
        cpu = statistics.median(each for _, each in found)
        told = ", ".join(f"{each:.0f}" for each in all_rates)
        print(f"| {name} | {rate:.1f} ({told}) | {rate / one:.2f} | {cpu:.2f} |")
    return [(name, statistics.median(rate for rate, _ in found)) for name, found in runs.items()]


# Others, on the same rows


def others(rows: Sequence[PageRow]) -> Bars:
    """Print processor time a row, on one core, of ours and of others; rows a second of a core."""
    addresses = [f"https://{row.host}/" for row in rows]
    asked = [
        Asked(job=Job(line=n, page=line), orders=ORDERS) for n, line in enumerate(lines_of(rows))
    ]
    judge_job(asked[0])
    ways: dict[str, Callable[[], object]] = {
        "RxLens, page to report": lambda: [*map(judge_job, asked)]
    }
    missing = []
    prepared: tuple[tuple[str, str, Callable[[], Callable[[], object]]], ...] = (
        ("TF-IDF + logistic regression, page", "sklearn", lambda: _tf_idf(rows)),
        ("fraudurl, address", "fraudurl", lambda: _fraudurl(addresses)),
        ("barb-phish, address", "barb", lambda: _barb(addresses)),
    )
    for name, package, prepare in prepared:
        if importlib.util.find_spec(package) is None:
            missing.append(package)
        else:
            ways[name] = prepare()
    print(
        "\n| on the same rows | CPU ms a row | rows a second of a core | times RxLens |\n|---|---|---|---|"
    )
    ours, found = 0.0, []
    for name, way in ways.items():
        begun = time.process_time()
        way()
        cost = (time.process_time() - begun) / len(rows) * 1000
        ours = ours or cost
        found.append((name, 1000 / cost))
        print(f"| {name} | {cost:.2f} | {1000 / cost:,.0f} | {ours / cost:.1f} |")
    if missing:
        print(f"\nnot installed: {', '.join(missing)}")
    return found


def _tf_idf(rows: Sequence[PageRow]) -> Callable[[], object]:
    """A model of every other page, which then scores all of them from their HTML."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    def text(row: PageRow) -> str:
        return LexborHTMLParser(row.html).text(separator=" ")

    vectors = TfidfVectorizer(max_features=50_000, sublinear_tf=True)
    known = vectors.fit_transform([text(row) for row in rows[::2]])
    model = LogisticRegression(C=10.0, max_iter=300)
    model.fit(known, [row.group == "illicit" for row in rows[::2]])
    return lambda: [model.predict_proba(vectors.transform([text(row)])) for row in rows]


def _fraudurl(addresses: Sequence[str]) -> Callable[[], object]:
    from fraudurl.cli import MODEL_SAFE  # noqa: PLC0415
    from fraudurl.lexical import extract  # noqa: PLC0415
    from fraudurl.model import Model  # noqa: PLC0415

    model = Model(MODEL_SAFE)
    return lambda: [model.predict(extract(url), want_reasons=False) for url in addresses]


def _barb(addresses: Sequence[str]) -> Callable[[], object]:
    from barb.config import AppConfig  # noqa: PLC0415
    from barb.main import _analyze_single  # noqa: PLC0415 - its only entry that prints nothing

    config = AppConfig()
    return lambda: [_analyze_single(url, config) for url in addresses]


# Memory


class Memory(Watch):
    """Notes the memory of the coordinator and of its largest worker, each so many rows."""

    def __init__(self, every: int) -> None:
        super().__init__()
        self._every = every
        self.noted: list[tuple[int, float, float]] = []
        self._largest = 0.0

    def __call__(self, tally: Tally) -> None:
        super().__call__(tally)
        self._largest = max(self._largest, *map(resident, below(os.getpid())), 0.0)
        if tally.ended >= self._every * (len(self.noted) + 1):
            self.noted.append((tally.ended, resident(os.getpid()), self._largest))
            self._largest = 0.0


def below(process: int) -> list[int]:
    """All processes that ``process`` began, and theirs, whichever of its threads it was."""
    children: list[str] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            children += (thread / "children").read_text().split()
    return [pid for child in children for pid in (int(child), *below(int(child)))]


def resident(process: int) -> float:
    """Megabytes of a process that are in memory; 0 when it has gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def growth(count: int, room: Path) -> None:
    """Print the memory of a sweep of ``count`` rows on its way."""
    source, watch = written(room / "in", own_rows(count)), Memory(max(1, count // 10))
    plan = Plan(source=str(source), out=room / "out", country="GB", way=None, workers=2)
    run_sweep(plan, watch)
    print("| rows | coordinator, MB | largest worker, MB |\n|---|---|---|")
    for rows, coordinator, worker in watch.noted:
        print(f"| {rows:,} | {coordinator:.0f} | {worker:.0f} |")
    print(
        f"\n{watch.told[0]:.0f} rows a second; {resident(os.getpid()):.0f} MB after the results were written"
    )


# The picture


def picture(groups: Sequence[tuple[str, Bars]]) -> str:
    """Bars side by side as SVG; every group has a scale of its own."""
    drawn, y = [], 0
    for title, bars in groups:
        drawn.append(f'<text x="0" y="{y + 20}" font-weight="bold">{escape(title)}</text>')
        y += 32
        longest = max(value for _, value in bars)
        for name, value in bars:
            width = max(1.0, value / longest * 320)
            drawn.append(f'<text x="250" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
            drawn.append(f'<rect x="260" y="{y}" width="{width:.1f}" height="17" fill="#4a6fa5"/>')
            drawn.append(f'<text x="{266 + width:.1f}" y="{y + 13}">{value:,.4g}</text>')
            y += 24
        y += 16
    style = 'font-family="sans-serif" font-size="13" fill="#1b1f24"'
    paper = f'<rect width="680" height="{y}" fill="#fff"/>'
    body = "\n".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {y}" {style}>{paper}\n{body}\n</svg>\n'


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--growth", type=int, default=0, metavar="ROWS")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the rates (SVG)")
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    with tempfile.TemporaryDirectory() as made:
        if args.growth:
            growth(args.growth, Path(made))
            return
        rows = labelled(args.pages)
        sizes = [len(row.html) for row in rows]
        print(f"{len(rows)} pages, median {statistics.median(sizes) / 1000:.0f} kB\n")
        groups = [
            ("Rows a second, offline sweep", rates(rows, args.rounds, Path(made))),
            ("Rows a second of a core, without the engine", others(rows)),
        ]
    if args.picture:
        args.picture.write_text(picture(groups), encoding="utf-8")
    print(f"\nload at the end {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
