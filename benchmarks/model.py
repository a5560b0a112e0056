"""How long the trained model takes: loading, and assessment with explanation for one page.

``python -m benchmarks.model`` reads labelled pages of RXLENS_DATA (default ``../shared/data``), every tenth; LightGBM's
own import is told apart. Wall time, in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from checker import features, model
from checker.judgement import page_evidence, unseen_target
from checker.page.read import read_page
from checker.signals import run
from models.rows import PAGE_FILES, page_rows

EVERY = 10
MOST_LOADING, MOST_PAGE = 150.0, 3.0


def main() -> None:
    begun = time.perf_counter()
    import lightgbm  # noqa: F401, PLC0415

    print(f"importing LightGBM: {_since(begun):.0f} ms")
    features.offence_features(), features.page_names()
    loads = []
    for _ in range(5):
        begun = time.perf_counter()
        trained = model.load(model.folder())
        loads.append(_since(begun))
    print(f"loading: median {statistics.median(loads):.0f} ms (aim: {MOST_LOADING:.0f})")
    folder = Path(os.environ.get("RXLENS_DATA") or "../shared/data") / "pages"
    rows = [row for name in PAGE_FILES for row in page_rows(folder / f"{name}.jsonl.gz")]
    times = []
    for row in rows[::EVERY]:
        evidence = page_evidence(
            row.html.encode("utf-8", "replace"),
            unseen_target(),
            read=lambda r: read_page(r.body, "text/html; charset=utf-8", r.url),
        )
        findings = run(evidence)
        begun = time.perf_counter()
        trained.assess(evidence, findings)
        times.append(_since(begun))
    times.sort()
    print(
        f"model and explanation, {len(times)} pages: median {statistics.median(times):.2f} ms, "
        f"p95 {times[int(len(times) * 0.95)]:.2f} ms (aim: {MOST_PAGE:.0f})"
    )


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
