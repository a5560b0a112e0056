"""How long judging a saved page takes: the hop to the reading process, facts, signals, kind and verdict.

``python -m benchmarks.judge`` reads the labelled pages of RXLENS_DATA (default ``../shared/data``): first one
illicit and one lawful page with at least 30 kB of visible text and about 150 kB of markup, each many
times; then every page once, against parsing alone (``selectolax``) as the baseline. Wall time, in milliseconds.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from checker import signals
from checker.check import supplied_target
from checker.evidence import Evidence, Missing, Observation, PageVisit, Response, View
from checker.kind import classify
from checker.page.worker import PageReader
from checker.verdict import decide

FILES = ("pharmacy_pages", "rogue2_pages", "lawful_pages", "general_pages")
ROUNDS = 40
LAWFUL = ("legit", "legit_pharmacy", "telehealth")


def rows() -> Iterator[tuple[str, bytes]]:
    """(label, page) of every labelled page."""
    folder = Path(os.environ.get("RXLENS_DATA") or "../shared/data") / "pages"
    for name in FILES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                html = row.get("html") or row.get("text_or_html")
                yield row["label"], html.encode("utf-8", "replace")


def judged(body: bytes, reader: PageReader) -> tuple[float, int]:
    """Milliseconds for one page, and its characters of visible text."""
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
    length = 0 if isinstance(facts, Missing) else len(facts.text)
    return (time.perf_counter() - begun) * 1000, length


def parsed(body: bytes) -> float:
    """Milliseconds for parsing alone: the baseline."""
    begun = time.perf_counter()
    LexborHTMLParser(body)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Print the table."""
    pages = list(rows())
    with PageReader(workers=1) as reader:
        judged(b"<p>warm up", reader)
        once = [(label, body, *judged(body, reader)) for label, body in pages]
        for name, labels in (("illicit", ("rogue",)), ("lawful", LAWFUL)):
            long = [(body, n) for label, body, _, n in once if label in labels and n >= 30_000]
            if not long:
                print(f"{name}: no page with 30 kB of visible text")
                continue
            body, length = min(long, key=lambda page: abs(len(page[0]) - 150_000))
            times = [judged(body, reader)[0] for _ in range(ROUNDS)]
            print(
                f"{name}: {len(body) / 1000:.0f} kB, {length / 1000:.0f} kB of text: median "
                f"{statistics.median(times):.1f} ms, least {min(times):.1f} ms"
            )
    times = sorted(took for *_, took, _ in once)
    base = sorted(parsed(body) for _, body in pages)
    for name, figures in (("judged", times), ("parsed alone", base)):
        at_95 = figures[int(len(figures) * 0.95)]
        print(
            f"{name}: {len(figures)} pages, median {statistics.median(figures):.1f} ms, p95 {at_95:.1f} ms"
        )


if __name__ == "__main__":
    main()
