"""What each stage of judging a saved page takes: reading, signals, model, explanation.

``python -m benchmarks.stages`` judges labelled pages of RXLENS_DATA (default ``../shared/data``) in this process
and prints a table as ``docs/speed.md`` holds it: of every page, of the largest pages whose median is
50 kB, and of pages of 150 kB joined from whole ones. Processor time, so that other work on the machine counts
little; the baseline is parsing alone (``selectolax``). Memory is what the process holds more once the stage has
done its first page: tables, and for the model LightGBM.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from benchmarks.judge import joined, judged, parsed, rows
from checker import model, signals
from checker.compose import report_on
from checker.judgement import now, page_evidence, unseen_target
from checker.kind import classify
from checker.listing import listing
from checker.page.worker import PageReader, read_here
from checker.report import to_json
from checker.verdict import decide

T = TypeVar("T")

STAGES = ("parsing alone", "reading", "signals", "model", "explanation")
MEDIAN = 50_000
"""Bytes of the page in the middle of the larger ones."""
EVERY = 4
"""Of all pages each fourth is judged."""
MANY = 30
"""Joined pages."""


@dataclass
class Clock:
    """Processor time of each stage, page by page, in milliseconds."""

    times: dict[str, list[float]] = field(default_factory=lambda: {stage: [] for stage in STAGES})

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """What ``work`` gives, its time noted."""
        begun = time.process_time()
        answer = work()
        self.times[stage].append((time.process_time() - begun) * 1000)
        return answer

    def whole(self) -> list[float]:
        """Of each page, from its bytes to its report as JSON values."""
        return [sum(one) for one in zip(*(self.times[s] for s in STAGES[1:]), strict=True)]


def judge(body: bytes, clock: Clock) -> None:
    """Judge one page, stage by stage."""
    clock.times["parsing alone"].append(parsed(body))
    evidence = clock.time(
        "reading",
        lambda: page_evidence(
            body,
            unseen_target(),
            "GB",
            read=read_here,
            content_type="text/html; charset=utf-8",
            clock=now,
        ),
    )
    findings = clock.time("signals", lambda: signals.run(evidence))
    assessment, notes = clock.time("model", lambda: model.assess(evidence, findings, None))

    def explained() -> object:
        listed = listing(evidence.registers, evidence.registration, evidence.country)
        verdict = decide(classify(evidence), findings, assessment, listed=listed)
        return to_json(report_on(evidence, findings, verdict, notes))

    clock.time("explanation", explained)


def table(name: str, pages: list[bytes]) -> None:
    """Print the times of ``pages``."""
    clock = Clock()
    for body in pages:
        judge(body, clock)
    size = statistics.median(map(len, pages)) / 1000
    whole = clock.whole()
    print(f"\n{name}: {len(pages)} pages, median {size:.0f} kB\n")
    print(
        "| stage | median ms | 95 % within ms | pages a second | share |\n| --- | --- | --- | --- | --- |"
    )
    for stage, times in (*clock.times.items(), ("all but the first", whole)):
        late = sorted(times)[int(len(times) * 0.95)]
        share = sum(times) / sum(whole)
        print(
            f"| {stage} | {statistics.median(times):.1f} | {late:.1f} | {1000 / statistics.mean(times):.0f} "
            f"| {share:.0%} |"
        )


def memory() -> float:
    """MB that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


class Weights(Clock):
    """MB that the process grew by in each stage, in place of times."""

    def time(self, stage: str, work: Callable[[], T]) -> T:
        before = memory()
        answer = work()
        self.times[stage].append(memory() - before)
        return answer


def larger(pages: list[bytes]) -> list[bytes]:
    """The largest of ``pages`` whose median is :data:`MEDIAN`."""
    sizes = sorted(pages, key=len, reverse=True)
    middle = next((n for n, body in enumerate(sizes) if len(body) <= MEDIAN), len(sizes) // 2)
    return sizes[: 2 * middle]


def main() -> None:
    """Print the tables."""
    weights = Weights()
    before = memory()
    judge(b"<title>-</title><p>Buy Viagra 10 tablets $10</p>", weights)
    print(
        f"modules: {before:.0f} MB",
        *(f"{s}: {weights.times[s][0]:.0f} MB" for s in STAGES[1:]),
        sep=", ",
    )
    pages = [body for _, body in rows()]
    for body in pages[::40]:
        judge(body, Clock())
    print(
        f"after {len(pages[::40])} pages: {memory() - sum(map(len, pages)) / 1e6:.0f} MB beside the pages"
    )
    table("every page", pages[::EVERY])
    table("larger pages", larger(pages)[::EVERY])
    with PageReader(workers=1) as reader:
        wordy = [judged("", body, reader) for body in pages[::EVERY]]
    step = len(wordy) // MANY
    table("joined pages", [joined(wordy[n * step :] + wordy[: n * step]) for n in range(MANY)])


if __name__ == "__main__":
    main()
