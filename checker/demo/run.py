"""The demonstration as people meet it: a table of answers, one whole report, or the servers alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Event

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from checker.check import check
from checker.demo.manifest import DemoCheck, demo_checks
from checker.demo.server import DemoWeb
from checker.errors import InputRefused
from checker.message import N_, Message, message
from checker.page.worker import PageReader
from checker.report import Report
from checker.shown import printable
from checker.terminal import COLOURS, console_for, show
from checker.verdict import Level
from checker.wording import BADGES, DECIDED_BY, LEVELS

ALL_AS_EXPECTED, SOME_OTHERWISE = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAnswer:
    """One check of the demonstration and what came of it."""

    expected: DemoCheck
    report: Report

    @property
    def met(self) -> bool:
        """The level is one of those expected."""
        return self.report.verdict.level in self.expected.levels


def run_demo(
    host: str | None = None,
    *,
    serve: bool = False,
    console: Console | None = None,
    wait: Callable[[], object] | None = None,
) -> int:
    """Check the invented web and print what came of it; 0 when all was as expected, else 1.

    With ``host`` (a host or an address of the demonstration) only that one is checked and its
    report printed. With ``serve`` nothing is checked: the servers run until ``wait`` returns, which
    by default is until Ctrl-C. Raises :class:`~checker.errors.InputRefused` for another host.
    """
    console = console or console_for(sys.stdout)
    chosen = _chosen(host)
    with DemoWeb() as web:
        if serve:
            return _serve(web, console, wait or Event().wait)
        with console.status(Text(_text(_CHECKING))):
            answers = tuple(answers_of(web, chosen))
    if host is None:
        _print_table(answers, console)
    show(answers[0].report, console)
    _print_expectations(answers, console)
    return ALL_AS_EXPECTED if all(answer.met for answer in answers) else SOME_OTHERWISE


def answers_of(web: DemoWeb, checks: Iterable[DemoCheck]) -> Iterator[DemoAnswer]:
    """Each of ``checks`` through the real pipeline, for a buyer in Great Britain."""
    network, sources = web.network(), web.sources()
    with PageReader(workers=1) as reader:
        for expected in checks:
            report = check(
                expected.url, country="GB", network=network, reader=reader, sources=sources
            )
            yield DemoAnswer(expected=expected, report=report)


_CHECKING = message(N_("Checking the invented sites"))


def _chosen(host: str | None) -> tuple[DemoCheck, ...]:
    """The checks of ``host``: those of exactly that address, else all that begin at that host."""
    if host is None:
        return demo_checks()
    wanted = host.strip().lower()
    exact = tuple(c for c in demo_checks() if wanted in (c.url, c.url.rstrip("/")))
    if exact:
        return exact
    there = tuple(c for c in demo_checks() if c.host == wanted)
    if not there:
        text = message(
            N_("{host} is no host of the demonstration. `rxlens demo` lists them."),
            host=printable(host)[:100],
        )
        raise InputRefused("demo_host", text)
    return there[:1]


def _print_table(answers: Iterable[DemoAnswer], console: Console) -> None:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=True)
    for heading, ratio in ((N_("Site"), 5), (N_("Answer"), 3), (N_("Decided by"), 3)):
        table.add_column(_text(message(heading)), ratio=ratio, overflow="fold")
    for answer in answers:
        verdict = answer.report.verdict
        site = Text.assemble((answer.expected.host, "bold"), "\n", answer.expected.title)
        table.add_row(site, _level(answer), _text(DECIDED_BY[verdict.decided_by]))
    console.print(table)


def _level(answer: DemoAnswer) -> Text:
    """The level in words and shape, and what was expected where that is something else."""
    level = answer.report.verdict.level
    said = Text(f"{BADGES[level]} {_text(LEVELS[level])}".strip(), style=COLOURS[level])
    if answer.met:
        return said
    wanted = message(N_("expected: {levels}"), levels=_levels(answer.expected.levels))
    return said.append(f"\n({_text(wanted)})", style="default")


def _print_expectations(answers: tuple[DemoAnswer, ...], console: Console) -> None:
    met = sum(answer.met for answer in answers)
    if len(answers) == 1:
        only = answers[0]
        line = message(
            N_("{title}: {shows} Expected: {levels}."),
            title=only.expected.title,
            shows=only.expected.shows,
            levels=_levels(only.expected.levels),
        )
    else:
        line = message(
            N_("{met} of {all} answers as expected. All sites are invented, and served here only."),
            met=met,
            all=len(answers),
        )
    console.print(Text(_text(line)))


def _levels(levels: Iterable[Level]) -> str:
    return " / ".join(_text(LEVELS[level]) for level in levels)


def _serve(web: DemoWeb, console: Console, wait: Callable[[], object]) -> int:
    http, https = f"127.0.0.1:{web.http_port}", f"127.0.0.1:{web.https_port}"
    for told in demo_checks():
        console.print(Text.assemble((told.url, "bold"), "  ", told.title), soft_wrap=True)
    console.print(Text(f"\n{_text(message(N_('These names exist here only. To look at them:')))}"))
    for line in (
        f'chromium --user-data-dir="$(mktemp -d)" --ignore-certificate-errors '
        f'--host-resolver-rules="MAP *:80 {http}, MAP *:443 {https}"',
        f"curl --cacert {web.authority_file} --connect-to :443:{https} {demo_checks()[0].url}",
    ):
        console.print(Text(f"  {line}"), soft_wrap=True)
    console.print(Text(_text(message(N_("Ctrl-C ends it.")))))
    try:
        wait()
    except KeyboardInterrupt:
        console.print()
    return ALL_AS_EXPECTED


def _text(told: Message) -> str:
    return told.text()
