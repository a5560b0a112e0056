"""Many saved pages judged: rows in, rows out, in order, with the memory of a few rows.

A row is one JSON object a line, ``{"id": …, "url": …, "html": …}``; ``html`` null judges the address
alone, ``url`` may be null or no address at all. Each row is judged in a process that is killed when
it takes too long: nothing a row holds can end the run or hold it up.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from checker import lines
from checker.errors import InputRefused
from checker.evidence import Evidence, Missing, MissingReason, Observation, View
from checker.judgement import judge, now, page_evidence, supplied_target
from checker.message import N_, Message, message
from checker.page.worker import limit_memory, read_here
from checker.pool import Loss, Lost, Pool
from checker.report import Json, Report, to_json
from checker.shown import printable
from checker.target import Target, read_target

ROW_SECONDS = 1.7
"""How long one row may take: its answer stands within two seconds, that of a row given up, too."""

PRELOAD = ("checker.page.warm", "checker.judging")
"""What the processes share: the tables, and this module."""

_ADDRESS_ROW = b'{"id": 0, "url": "https://pharmacy.example/"}'
_FIRST_ROW = b'{"id": 0, "html": "<title>-</title><p>Buy Viagra 10 tablets $10</p>"}'

Line = tuple[int, bytes | str]
"""Number of the line, from 1, and its bytes, or the reason why it cannot be used."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the rows."""

    rows: int = 0
    errors: int = 0
    """Rows that could not be used; each has an answer that says why."""
    lost: int = 0
    """Rows that took too long or too much memory; judged without their page."""
    interrupted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One usable row."""

    id: Json
    url: str | None
    html: str | None


class UnusableRowError(Exception):
    """A row that cannot be judged: a reason and the sentence for it."""

    def __init__(self, reason: str, told: Message, row_id: Json = None) -> None:
        super().__init__(reason)
        self.reason, self.told, self.row_id = reason, told, row_id


def judge_pages(pages: str, out: str, *, country: str, jobs: int, at: datetime) -> Tally:
    """Judge the rows of the file ``pages`` in ``jobs`` processes and write the answers to ``out``.

    ``-`` is standard input or output; gzipped input is told by its content. All answers carry
    the time ``at``. Interrupted, it leaves whole lines and says so in the tally. Raises
    :class:`EvidenceUnreadable` when ``pages`` cannot be opened, ``OSError`` when ``out`` cannot be
    written.
    """
    tally = Tally()
    work = partial(judge_line, country, at)
    with (
        lines.opened(pages, message(N_("The file of pages cannot be opened."))) as source,
        _created(out, pages) as sink,
        Pool(work, workers=jobs, seconds=ROW_SECONDS, prepare=warm_up, preload=PRELOAD) as pool,
    ):
        judge_line(
            country, at, (0, _ADDRESS_ROW)
        )  # Ready for rows given up, while the processes start.
        try:
            for line, answer in pool.results(_numbered(source)):
                sink.write(_counted(tally, line, answer, country, at))
        except KeyboardInterrupt:
            tally.interrupted = True
    return tally


def _numbered(source: BinaryIO) -> Iterator[Line]:
    return ((line.number, line.data) for line in lines.lines(source))


def _counted(tally: Tally, line: Line, answer: Answer | Lost, country: str, at: datetime) -> bytes:
    if isinstance(answer, Lost):
        tally.lost += 1
        answer = _without_page(line, answer, country, at)
    tally.rows += 1
    tally.errors += not answer.usable
    return answer.line


# One row, in a process of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of output."""

    line: bytes
    usable: bool
    """False when the row could not be judged."""


def warm_up() -> None:
    """Make a new process ready: every table loaded once, so that the first row is not the slow one,
    and its memory limited from then on."""
    judge_line("GB", now(), (0, _FIRST_ROW))
    limit_memory()


def judge_line(country: str, at: datetime, line: Line) -> Answer:
    """The answer to one line. Never raises for what a line holds."""
    try:
        row = read_row(line[1])
        report = judge(row_evidence(row, country, at))
    except UnusableRowError as unusable:
        return _error(line[0], unusable)
    return _answer(line[0], row, report)


def row_evidence(row: Row, country: str, at: datetime) -> Evidence:
    """The evidence a row is, read in this very process; raises :class:`UnusableRowError`."""
    if row.html is not None:
        return page_evidence(
            row.html.encode("utf-8", "replace"),
            supplied_target(row.url),
            country,
            content_type="text/html; charset=utf-8",
            read=read_here,
            clock=lambda: at,
        )
    return Evidence(target=_address(row), country=country, checked_at=at)


def _address(row: Row) -> Target:
    """The target of a row that is nothing but an address."""
    try:
        return read_target(row.url or "")
    except InputRefused as refused:
        raise UnusableRowError(refused.reason, refused.message, row.id) from None


def read_row(data: bytes | str) -> Row:
    """The row that a line is; raises :class:`UnusableRowError`."""
    if isinstance(data, str):
        raise UnusableRowError(data, message(_SENTENCES[data]))
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise UnusableRowError("not_json", message(_SENTENCES["not_json"])) from None
    if not isinstance(found, dict):
        raise UnusableRowError("not_a_row", message(_SENTENCES["not_a_row"]))
    row_id, url, html = found.get("id"), found.get("url"), found.get("html")
    if not isinstance(row_id, str | int | float | None):
        row_id = None
    if isinstance(row_id, float) and not math.isfinite(row_id):  # JSON has no word for it.
        row_id = None
    if not isinstance(html, str | None):
        raise UnusableRowError("not_a_row", message(_SENTENCES["not_a_row"]), row_id)
    return Row(id=row_id, url=url if isinstance(url, str) else None, html=html)


_SENTENCES = {
    lines.TOO_LONG: N_("The row is too long to be read."),
    lines.DAMAGED: N_("The file is damaged here: what follows cannot be read."),
    "not_json": N_("The row is not JSON."),
    "not_a_row": N_("The row is not an object with id, url and html as text."),
}


# Rows that were given up, and the form of all answers


def _without_page(line: Line, lost: Lost, country: str, at: datetime) -> Answer:
    """Judge a row whose page took too much by what is left of it: the address."""
    try:
        row = read_row(line[1])
    except UnusableRowError as unusable:
        return _error(line[0], unusable)
    return _answer(line[0], row, judge(lost_evidence(row, lost.why, country, at)))


def lost_evidence(row: Row, why: Loss, country: str, at: datetime) -> Evidence:
    """What is left of a row whose page took too much: its address."""
    missing = Missing(source="page", reason=MissingReason.UNREADABLE, detail=why.value)
    return Evidence(
        target=supplied_target(row.url),
        country=country,
        checked_at=at,
        observations=(Observation(source="page", view=View.SUPPLIED, at=at, value=missing),),
    )


def _answer(number: int, row: Row, report: Report) -> Answer:
    verdict = report.verdict
    return _line(
        {
            "id": row.id,
            "line": number,
            "level": verdict.level.value,
            "probability": verdict.probability,
            "kind": verdict.kind.value,
            "decided_by": verdict.decided_by.value,
            "reasons": [reason.signal for reason in report.reasons_against],
            "report": to_json(report),
            "error": None,
        }
    )


def _error(number: int, unusable: UnusableRowError) -> Answer:
    """The answer to a row that cannot be judged: the same keys, nothing said."""
    return _line(
        {
            "id": unusable.row_id,
            "line": number,
            "level": None,
            "probability": None,
            "kind": None,
            "decided_by": None,
            "reasons": [],
            "report": None,
            "error": {"reason": unusable.reason, "text": printable(unusable.told.text())},
        }
    )


def _line(row: dict[str, Json]) -> Answer:
    text = json.dumps(row, separators=(",", ":"), allow_nan=False)
    return Answer(line=text.encode("ascii") + b"\n", usable=row["error"] is None)


# Files


@contextmanager
def _created(name: str, pages: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdout.buffer
        return
    path = Path(name)
    if pages != "-" and path.exists() and path.samefile(pages):
        told = message(N_("The answers would overwrite the pages: give --out another name."))
        raise InputRefused("output", told)
    with path.open("wb") as sink:
        yield sink
