"""The view for people: on a narrow terminal, without colour, through a pipe, against hostile text."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from checker.compose import report_on
from checker.evidence import Found, Missing, MissingReason, Observation, Started, View, WasMissing
from checker.finding import Finding, Outcome, Quote
from checker.message import message
from checker.report import Report
from checker.signals import all_signals
from checker.terminal import console_for, progress, show, show_signals
from checker.verdict import DecidedBy, Kind, Level, Verdict
from checker.wording import BADGES
from tests.reports import NEWS, NOON, ROGUE, evidence, report

HOSTILE = "\x1b[2J\x1b]8;;https://evil.example/\x07[bold red]markup[/] \u202esdrawkcab\ud800"


def shown(made: Report, width: int = 80) -> str:
    stream = io.StringIO()
    show(made, console_for(stream, width=width))
    return stream.getvalue()


def at_level(level: Level) -> Report:
    verdict = Verdict(
        level=level,
        decided_by=DecidedBy.RULES,
        kind=Kind.PHARMACY,
        probability=None,
        sentence=message("One sentence about it."),
    )
    return report_on(evidence(NEWS), (), verdict)


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = shown(report(ROGUE), width).splitlines()
    assert len(lines) > 30
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("level", Level)
def test_each_level_has_its_word_and_its_shape(level: Level) -> None:
    text = shown(at_level(level))
    assert level.value.replace("_", " ").upper() in text
    assert (BADGES[level] or "–") in text
    assert "One sentence about it." in text


def test_shapes_tell_levels_apart_without_colour() -> None:
    assert len(set(BADGES.values())) == len(Level)


def test_what_the_reader_is_owed_is_there() -> None:
    text = shown(report(ROGUE))
    for words in (
        "Decided by",
        "checks could be answered",
        "What speaks against it",
        "“Viagra 100mg x 90 tablets",
        "  (main)",
        "Why it matters:",
        "Check it yourself:",
        "Source:",
        "What the law says where you are: United Kingdom",
        "What to do instead",
        "What was not seen",
        "Registers and warning lists kept on this computer",
        "Sources and dates",
        "2026-11-01 12:00 UTC",
    ):
        assert words in text, words


def test_a_silent_page_stays_short() -> None:
    text = shown(report(NEWS))
    assert "NOT A PHARMACY" in text
    assert "What speaks against it" not in text
    assert "What to do instead" not in text


def test_no_colour_where_nobody_sees_it() -> None:
    assert "\x1b" not in shown(report(ROGUE))


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown(report(ROGUE)))


def test_hostile_text_can_neither_act_nor_format() -> None:
    finding = Finding(
        signal=next(iter(all_signals())),
        outcome=Outcome.PRESENT,
        summary=message("It says {what}", what=HOSTILE),
        quotes=(Quote(text=HOSTILE, where=HOSTILE),),
    )
    made = at_level(Level.CAUTION)
    made = report_on(evidence(NEWS), (finding,), made.verdict)
    made = replace(made, target=replace(made.target, display=HOSTILE))
    text = shown(made)
    text.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "[bold red]markup[/]" in text


def test_a_host_in_another_script_is_shown_both_ways() -> None:
    assert "пример.рф (xn--e1afmkfd.xn--p1ai)" in shown(report(NEWS, "https://пример.рф/"))


def test_signals_are_shown_with_their_reasons() -> None:
    stream = io.StringIO()
    metas = {name: signal.meta for name, signal in all_signals().items()}
    show_signals(metas, console_for(stream, width=100))
    text = " ".join(stream.getvalue().split())
    for name, meta in metas.items():
        assert name in text
        assert meta.title in text


# Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


EVENTS = (
    Started(source="page"),
    Found(observation=evidence(NEWS).observations[-1]),
    Started(source="page:terms"),
    WasMissing(
        observation=Observation(
            source="page:terms",
            view=View.FETCHED,
            at=NOON,
            value=Missing(source="page:terms", reason=MissingReason.TIMEOUT),
        )
    ),
)


def test_progress_is_told_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with progress(stream) as watch:
        for event in EVENTS:
            watch(event)
    assert "✓ The page itself" in stream.getvalue()
    assert "– Terms of sale: it did not answer in time" in stream.getvalue()


def test_progress_is_silent_where_nobody_watches() -> None:
    stream = io.StringIO()
    with progress(stream) as watch:
        for event in EVENTS:
            watch(event)
    assert stream.getvalue() == ""
