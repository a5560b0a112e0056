"""The whole pipeline over the invented web: every site gets the answer it should."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from checker.demo.manifest import DemoCheck, demo_checks
from checker.demo.run import DemoAnswer, answers_of
from checker.demo.server import DemoWeb
from checker.finding import Finding, Outcome
from checker.listing import Standing
from checker.terminal import console_for, show
from checker.verdict import DecidedBy, Level

CLAIMS = ("claim_confirmed", "claim_belongs_to_another", "claim_not_in_register", "claim_unchecked")


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


def told() -> list[DemoCheck]:
    return [row for row in demo_checks() if row.says or row.decided_by]


@pytest.mark.parametrize("row", told(), ids=by_url)
def test_who_decides_and_what_is_said(answers: dict[str, DemoAnswer], row: DemoCheck) -> None:
    report = answers[row.url].report
    assert row.decided_by in (None, report.verdict.decided_by)
    stream = io.StringIO()
    show(report, console_for(stream, width=100))
    for words in row.says:
        assert one_line(words) in one_line(stream.getvalue())


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("row", demo_checks(), ids=by_url)
def test_nobody_but_the_registered_is_verified(
    answers: dict[str, DemoAnswer], row: DemoCheck
) -> None:
    verdict = answers[row.url].report.verdict
    assert (verdict.level is Level.VERIFIED) == (row.levels == (Level.VERIFIED,))
    if verdict.level is Level.VERIFIED:
        assert verdict.listed.standing is Standing.REGISTERED


def claim(answers: dict[str, DemoAnswer], host: str) -> Finding:
    """What became of the register number a site shows."""
    found = {f.signal: f for f in answers[f"https://{host}/"].report.findings}
    return next(f for f in (found[s] for s in CLAIMS) if f.outcome is Outcome.PRESENT)


@pytest.mark.parametrize(
    ("host", "signal"),
    [
        ("fernhollow-pharmacy.example", "claim_confirmed"),
        ("brackenmoor-online-pharmacy.example", "claim_belongs_to_another"),
        ("larkspur-chemist.example", "claim_confirmed"),  # And yet no longer the seller it was.
    ],
)
def test_the_invented_authority_is_asked_about_its_numbers(
    answers: dict[str, DemoAnswer], host: str, signal: str
) -> None:
    finding = claim(answers, host)
    assert finding.signal == signal
    assert any("medicines-authority.example" in quote.where for quote in finding.quotes)


@pytest.mark.parametrize("row", demo_checks(), ids=by_url)
def test_report_stands_on_what_was_seen(answers: dict[str, DemoAnswer], row: DemoCheck) -> None:
    report = answers[row.url].report
    assert not [f for f in report.findings if f.outcome is Outcome.ERROR]
    if report.verdict.decided_by is DecidedBy.WARNING_LIST:
        assert report.entries
    elif report.verdict.level is Level.HIGH_RISK:
        assert any(reason.quotes for reason in report.reasons_against)
