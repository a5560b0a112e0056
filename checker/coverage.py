"""How much of what we look at could be seen: which sources answered, which did not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checker.evidence import Evidence, Missing, MissingReason, Observation, View
from checker.finding import Finding, Outcome
from checker.wording import SOURCES


class SourceState(StrEnum):
    """What asking a source came to."""

    FOUND = "found"
    ABSENT = "absent"
    """It was looked for where it would be, and is not there."""
    MISSING = "missing"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    """The question does not arise for this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """One source in one check."""

    source: str
    state: SourceState
    reason: MissingReason | None = None
    detail: str = ""
    view: View | None = None
    at: datetime | None = None
    """When it answered, or was found not to; None when nobody asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Sources and signals of one check."""

    sources: tuple[SourceCoverage, ...]
    signals_answered: int
    """Signals that could tell: present, absent, or the question does not arise."""
    signals_asked: int

    @property
    def share(self) -> float:
        """Signals answered out of all, 0 to 1; 0 when there are none."""
        return self.signals_answered / self.signals_asked if self.signals_asked else 0.0


_CANNOT_TELL = (Outcome.UNKNOWN, Outcome.ERROR)


def coverage_of(evidence: Evidence, findings: Sequence[Finding]) -> Coverage:
    """The coverage of a check: every source we know of, asked or not."""
    newest = {o.source: o for o in evidence.observations}
    names = [*SOURCES, *(name for name in newest if name not in SOURCES)]
    return Coverage(
        sources=tuple(_source(name, newest.get(name)) for name in names),
        signals_answered=sum(f.outcome not in _CANNOT_TELL for f in findings),
        signals_asked=len(findings),
    )


def _source(name: str, observation: Observation | None) -> SourceCoverage:
    if observation is None:
        return SourceCoverage(
            source=name, state=SourceState.NOT_ASKED, reason=MissingReason.NOT_ASKED
        )
    value = observation.value
    if not isinstance(value, Missing):
        return SourceCoverage(
            source=name, state=SourceState.FOUND, view=observation.view, at=observation.at
        )
    return SourceCoverage(
        source=name,
        state=_STATES.get(value.reason, SourceState.MISSING),
        reason=value.reason,
        detail=value.detail,
        view=observation.view,
        at=observation.at,
    )


_STATES = {
    MissingReason.NOT_FOUND: SourceState.ABSENT,
    MissingReason.NO_ENCRYPTION: SourceState.ABSENT,
    MissingReason.NOT_ASKED: SourceState.NOT_ASKED,
    MissingReason.NOT_APPLICABLE: SourceState.NOT_APPLICABLE,
}
