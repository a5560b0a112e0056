"""The whole pipeline over the invented web: every site gets the answer it should."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.demo.manifest import DemoCheck, demo_checks
from checker.demo.run import DemoAnswer, answers_of
from checker.demo.server import DemoWeb
from checker.finding import Outcome
from checker.verdict import Level


@pytest.fixture(scope="module")
def answers() -> Iterator[dict[str, DemoAnswer]]:
    with DemoWeb() as web:
        yield {answer.expected.url: answer for answer in answers_of(web, demo_checks())}


def by_url(row: DemoCheck) -> str:
    return row.url


@pytest.mark.parametrize("row", demo_checks(), ids=by_url)
def test_demo_levels(answers: dict[str, DemoAnswer], row: DemoCheck) -> None:
    assert answers[row.url].report.verdict.level in row.levels


@pytest.mark.parametrize("row", demo_checks(), ids=by_url)
def test_demo_kinds(answers: dict[str, DemoAnswer], row: DemoCheck) -> None:
    assert answers[row.url].report.verdict.kind in row.kinds


@pytest.mark.parametrize("row", demo_checks(), ids=by_url)
def test_report_stands_on_what_was_seen(answers: dict[str, DemoAnswer], row: DemoCheck) -> None:
    report = answers[row.url].report
    assert not [f for f in report.findings if f.outcome is Outcome.ERROR]
    if report.verdict.level is Level.HIGH_RISK:
        assert any(reason.quotes for reason in report.reasons_against)
