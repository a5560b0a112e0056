"""One line of the results without its report, and reading them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.errors import EvidenceUnreadable
from checker.message import N_, message
from checker.report import Json
from checker.sweep.answers import head_of
from checker.sweep.folder import RESULTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one job. The words are those of the report."""

    line: int
    """Where the input asks it first."""
    repeats: tuple[int, ...] = ()
    """Further lines that ask the same."""
    id: Json = None
    host: str = ""
    domain: str = ""
    family: str = ""
    """The first by the alphabet of the sites that belong together; empty when it stands alone."""
    level: str = ""
    probability: float | None = None
    kind: str = ""
    decided_by: str = ""
    reasons: tuple[str, ...] = ()
    """Signals that speak against the site."""
    coverage: float | None = None
    """Share of the signals that could tell."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """What became of each source: ``found``, ``absent``, or why it says nothing."""
    checked_at: str = ""
    seconds: float | None = None
    """How long it took."""
    error: str = ""
    """Why there is no report."""


def result_of(line: bytes) -> Result:
    """The result in a line of the results. Raises ``ValueError`` for what is no such line."""
    head: dict[str, Any] = head_of(line)
    try:
        return Result(
            line=head["line"],
            repeats=tuple(head["repeats"]),
            id=head["id"],
            host=head["host"],
            domain=head["domain"],
            family=head["family"] or "",
            level=head["level"] or "",
            probability=head["probability"],
            kind=head["kind"] or "",
            decided_by=head["decided_by"] or "",
            reasons=tuple(head["reasons"]),
            coverage=head["coverage"],
            sources=dict(head["sources"]),
            checked_at=head["checked_at"] or "",
            seconds=head["seconds"],
            error=head["error"]["reason"] if head["error"] else "",
        )
    except (KeyError, TypeError):
        raise ValueError("no line of results") from None


def read_results(path: Path) -> Iterator[Result]:
    """The results in ``path``: a sweep's directory, or its file of results.

    Raises :class:`~checker.errors.EvidenceUnreadable` (``not_found`` or ``not_results``).
    """
    try:
        with (path / RESULTS if path.is_dir() else path).open("rb") as lines:
            for line in lines:
                yield result_of(line)
    except OSError:
        raise EvidenceUnreadable("not_found", message(_NOT_FOUND)) from None
    except ValueError:
        raise EvidenceUnreadable("not_results", message(_NOT_RESULTS)) from None


_NOT_FOUND = N_("There are no results here: name the directory of a finished sweep.")
_NOT_RESULTS = N_("This file does not hold the results of a sweep.")
