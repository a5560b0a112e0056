"""How long judging a saved page takes: the hop to the reading process, facts, signals, kind and verdict.

``python -m benchmarks.judge`` reads the labelled pages of RXLENS_DATA (default ``../shared/data``). For
illicit and for lawful pages it takes, many times each: the page with at least 30 kB of visible text that is
nearest to 150 kB of markup (of several as near, the one with the least text above that), and a page of 150 kB
made by joining whole pages in the order of the data. Then every page once, the slowest named, against
parsing alone (``selectolax``) as the baseline. Wall time, in milliseconds; two processes take turns, so it is
the time of one core.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from checker import signals
from checker.evidence import Evidence, Missing, Observation, PageVisit, Response, View
from checker.judgement import supplied_target
from checker.kind import classify
from checker.page.worker import PageReader
from checker.verdict import decide

FILES = ("pharmacy_pages", "rogue2_pages", "lawful_pages", "general_pages")
ROUNDS = 40
SIZE = 150_000
"""Bytes of markup of the page looked for."""
TEXT = 30_000
"""Characters of visible text it must have."""
AS_NEAR = 25_000
"""Bytes within which two sizes count as equally near."""
KINDS = {"illicit": ("rogue",), "lawful": ("legit", "legit_pharmacy", "telehealth")}


@dataclass(frozen=True, slots=True)
class Judged:
    """One page, judged once."""

    label: str
    body: bytes
    milliseconds: float
    text: int
    """Characters of visible text."""

    @property
    def size(self) -> str:
        return f"{len(self.body) / 1000:.0f} kB, {self.text / 1000:.0f} kB of text"


def rows() -> Iterator[tuple[str, bytes]]:
    """(label, page) of every labelled page."""
    folder = Path(os.environ.get("RXLENS_DATA") or "../shared/data") / "pages"
    for name in FILES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                html = row.get("html") or row.get("text_or_html")
                yield row["label"], html.encode("utf-8", "replace")


def judged(label: str, body: bytes, reader: PageReader) -> Judged:
    """Judge one page from its bytes to the verdict."""
    begun = time.perf_counter()
    target = supplied_target(None)
    response = Response(
        url=target.url, hops=(), status=200, headers=(("content-type", "text/html"),), body=body
    )
    facts = reader.read(response)
    value = (
        facts
        if isinstance(facts, Missing)
        else PageVisit(role="typed", response=response, facts=facts)
    )
    at = datetime.now(UTC)
    evidence = Evidence(
        target=target,
        country="GB",
        checked_at=at,
        observations=(Observation(source="page", view=View.SUPPLIED, at=at, value=value),),
    )
    decide(classify(evidence), signals.run(evidence))
    took = (time.perf_counter() - begun) * 1000
    return Judged(label, body, took, 0 if isinstance(facts, Missing) else len(facts.text))


def parsed(body: bytes) -> float:
    """Milliseconds for parsing alone: the baseline."""
    begun = time.perf_counter()
    LexborHTMLParser(body)
    return (time.perf_counter() - begun) * 1000


def chosen(pages: list[Judged]) -> Judged | None:
    """The page with enough text that is nearest to the size looked for."""
    return min(
        (page for page in pages if page.text >= TEXT),
        key=lambda page: (abs(len(page.body) - SIZE) // AS_NEAR, page.text),
        default=None,
    )


def joined(pages: list[Judged]) -> bytes:
    """Whole pages with enough text for their size, one behind the other, until they have the size
    looked for."""
    body = b""
    for page in pages:
        wordy = page.text * SIZE >= len(page.body) * TEXT
        if wordy and len(body) + len(page.body) <= SIZE + AS_NEAR:
            body += page.body
        if len(body) >= SIZE - AS_NEAR:
            break
    return body


def show(name: str, label: str, body: bytes, reader: PageReader) -> None:
    """Print a line about a page that is judged many times."""
    # Never the same text twice: what readers keep of the last ones must not help.
    runs = [judged(label, body + b"<p>%d" % number, reader) for number in range(ROUNDS)]
    times = [run.milliseconds for run in runs]
    size = Judged(label, body, 0.0, runs[0].text).size
    print(f"{name}: {size}: median {statistics.median(times):.1f} ms, least {min(times):.1f} ms")


def main() -> None:
    """Print the table."""
    pages = list(rows())
    with PageReader(workers=1) as reader:
        judged("", b"<p>warm up", reader)
        once = [judged(label, body, reader) for label, body in pages]
        for name, labels in KINDS.items():
            own = [page for page in once if page.label in labels]
            page = chosen(own)
            if page is None:
                print(f"{name}: no page with {TEXT // 1000} kB of visible text")
            else:
                show(f"{name}, found", page.label, page.body, reader)
            show(f"{name}, joined", labels[0], joined(own), reader)
    worst = max(once, key=lambda page: page.milliseconds)
    print(f"slowest: {worst.label}, {worst.size}: {worst.milliseconds:.1f} ms")
    times = sorted(page.milliseconds for page in once)
    base = sorted(parsed(body) for _, body in pages)
    for name, figures in (("judged", times), ("parsed alone", base)):
        at_95 = figures[int(len(figures) * 0.95)]
        print(
            f"{name}: {len(figures)} pages, median {statistics.median(figures):.1f} ms, p95 {at_95:.1f} ms"
        )


if __name__ == "__main__":
    main()
