"""A message's answer on a terminal: plain text, no markup, and no address that opens."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from checker.defang import defanged
from checker.message import N_, Message, message
from checker.message_text.answer import MessageAnswer, sentences
from checker.report import Paragraph, Report
from checker.shown import printable
from checker.terminal import COLOURS
from checker.wording import BADGES, LEVELS

_REASONS = 2
"""Reasons told of each place; the whole report is made by checking its address."""


def show_message(answer: MessageAnswer, console: Console) -> None:
    """Print ``answer``: what the message is, what gives it away, where it leads, and where to report it."""
    for sentence in sentences(answer):
        console.print(_line(sentence))
    for sign in answer.signs:
        console.print(Padding(Text(f"{'!' if sign.offer else '-'} {_text(sign.text)}"), (0, 2)))
        console.print(Padding(_line(sign.why, "dim"), (0, 4)))
    if answer.reports:
        console.print(_line(message(N_("Where it leads:")), "bold"))
    for report in answer.reports:
        _show_place(report, console)
    _show_list(message(N_("Where to report it:")), answer.report_to, console)


def _show_place(report: Report, console: Console) -> None:
    level = report.verdict.level
    head = message(
        N_("{badge} {host}: {level}"),
        badge=BADGES[level] or "–",
        host=defanged(printable(report.target.display)),
        level=LEVELS[level],
    )
    console.print(Padding(_line(head, COLOURS[level]), (0, 2)))
    told = [report.verdict.sentence, *(r.title for r in report.reasons_against[:_REASONS])]
    if report.target.platform is not None:
        told += [paragraph.text for paragraph in report.next_steps[:2]]
    for sentence in told:
        console.print(Padding(_line(sentence), (0, 4)))


def _show_list(title: Message, paragraphs: Iterable[Paragraph], console: Console) -> None:
    shown = tuple(paragraphs)
    if shown:
        console.print(_line(title, "bold"))
    for paragraph in shown:
        console.print(Padding(_line(paragraph.text), (0, 2)))


def _line(said: Message, style: str = "") -> Text:
    return Text(_text(said), style)


def _text(said: Message) -> str:
    return printable(said.text())
