"""The runner: a signal whose part is missing never looks, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checker import signals
from checker.dns_records import DnsRecords
from checker.evidence import ADDRESS_SOURCES, Missing, MissingReason, Observation, View
from checker.finding import Outcome
from checker.signals import all_signals
from tests.reports import NEWS, evidence

AT = datetime(2026, 11, 24, tzinfo=UTC)


def outcomes(source: str, value: Missing | DnsRecords) -> dict[str, set[Outcome]]:
    """The outcomes of the signals that need each source, with ``value`` as that of ``source``."""
    page = evidence(NEWS)
    seen = Observation(source=source, view=View.ASKED, at=AT, value=value)
    found = signals.run(replace(page, observations=(*page.observations, seen)))
    by_id = {finding.signal: finding.outcome for finding in found}
    return {
        part: {by_id[name] for name, s in all_signals().items() if s.meta.needs == (part,)}
        for part in ADDRESS_SOURCES
    }


@pytest.mark.parametrize("source", ADDRESS_SOURCES)
@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (MissingReason.TIMEOUT, Outcome.UNKNOWN),
        (MissingReason.NOT_ASKED, Outcome.UNKNOWN),
        (MissingReason.THROTTLED, Outcome.UNKNOWN),
        (MissingReason.NO_ENCRYPTION, Outcome.UNKNOWN),
        (MissingReason.NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ],
)
def test_missing_parts(source: str, reason: MissingReason, outcome: Outcome) -> None:
    found = outcomes(source, Missing(source=source, reason=reason))
    for part, seen in found.items():
        expected = outcome if part == source else Outcome.UNKNOWN
        assert seen <= {expected}, part


def test_a_value_of_another_kind_is_no_value() -> None:
    found = outcomes("registration", DnsRecords(host="shop.example", domain="shop.example"))
    assert found["registration"] <= {Outcome.UNKNOWN}


def test_some_signal_needs_each_source() -> None:
    needed = {part for signal in all_signals().values() for part in signal.meta.needs}
    assert set(ADDRESS_SOURCES) <= needed
