"""The hard cases, and how a page among them is judged."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.judgement import judge, page_evidence, supplied_target
from checker.page.worker import read_here
from checker.report import Report
from checker.verdict import Level
from tests.reports import NOON

HERE = Path(__file__).parent
SEVERE = frozenset((Level.CAUTION, Level.HIGH_RISK))
"""Levels that tell a buyer to keep off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One invented page."""

    file: str
    url: str
    language: str
    lawful: bool
    levels: frozenset[Level]
    """Levels that a careful person would accept."""
    why: str

    @property
    def html(self) -> bytes:
        """The page as it would be served."""
        return (HERE / "pages" / f"{self.file}.html").read_bytes()


@cache
def cases() -> tuple[Case, ...]:
    """All rows of ``cases.toml``, in their order."""
    rows = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
    return tuple(
        Case(
            file=row["file"],
            url=row["url"],
            language=row["language"],
            lawful=row["lawful"],
            levels=frozenset(Level(level) for level in row["levels"]),
            why=row["why"],
        )
        for row in rows
    )


def judged(html: bytes, url: str) -> Report:
    """The report on a page, read without a process of its own."""
    return judge(page_evidence(html, supplied_target(url), read=read_here, clock=lambda: NOON))


@cache
def report_on(case: Case) -> Report:
    """The report on a hard case, made once."""
    return judged(case.html, case.url)
