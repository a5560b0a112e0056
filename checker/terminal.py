"""A report for people at a terminal: readable at 80 columns, without colour, and through a pipe.

Everything from a page goes through :func:`~checker.shown.printable` and into rich as plain text,
never as markup, so that a hostile title can neither colour a line nor move the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import IO, NamedTuple

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.status import Status
from rich.table import Table
from rich.text import Text

from checker import model_told
from checker.coverage import Coverage, SourceCoverage, SourceState
from checker.evidence import ADDRESS_SOURCES, Event, Missing, MissingReason, Started
from checker.finding import Meta, Quote, Topic
from checker.listing import entry_text
from checker.message import N_, Message, message
from checker.registers.answer import ValuedEntry
from checker.relatives import Relative
from checker.relatives_told import (
    CAUTION,
    heading,
    listing_text,
    sentences,
    shared_text,
    standing_text,
)
from checker.report import Paragraph, Reason, Report, shown_probability
from checker.route import route_text
from checker.shown import printable
from checker.verdict import DecidedBy, Level
from checker.way_facts import facts_of, step_details, step_text
from checker.wording import (
    BADGES,
    DECIDED_BY,
    KINDS,
    LEVELS,
    MISSING,
    TOPICS,
    VIEWS,
    shown_text,
    source_label,
)

COLOURS = {
    Level.VERIFIED: "green",
    Level.UNVERIFIED: "cyan",
    Level.CAUTION: "yellow",
    Level.HIGH_RISK: "red",
    Level.NOT_A_PHARMACY: "bright_black",
    Level.INCONCLUSIVE: "magenta",
}
_SILENT_BADGE = "–"
_DECISIVE = message(N_("decisive"))
_NEW = message(N_("new, not weighed yet"))
_MOST_WIDTH = 100
_METER_WIDTH = 20
_QUOTES_SHOWN = 3
_SITES_SHOWN = 12
_TOLD_WHOLE = 6
"""Reasons with their why and how to check, the heaviest first; of the others only what was seen."""


class _PlainConsole(Console):
    """A console that leaves a reader who has gone to whoever runs us."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console_for(stream: IO[str], *, width: int | None = None) -> Console:
    """A console on ``stream``: colour only on a terminal that wants it, never wider than reads well."""
    console = _PlainConsole(file=stream, highlight=False, markup=False, emoji=False, width=width)
    console.width = min(console.width, _MOST_WIDTH)
    return console


def show(report: Report, console: Console) -> None:
    """Print ``report``."""
    for part in _parts(report):
        console.print(part)


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _answer(report)
    yield _coverage(report.coverage)
    yield from _registers(report)
    page = _address(report)
    yield from _reasons(
        N_("What speaks against it"), report.reasons_against, _Look("✕", "red", page)
    )
    yield from _model(report)
    yield from _reasons(N_("What speaks for it"), report.reasons_for, _Look("✓", "green", page))
    context = _Look("·", "bright_black", page)
    yield from _reasons(N_("Also seen"), report.context, context, whole=0)
    law = message(N_("What the law says where you are: {country}"), country=report.country_name)
    yield from _paragraphs(law, report.legal)
    yield from _paragraphs(message(N_("What to do instead")), report.next_steps, "→")
    yield from _paragraphs(message(N_("Bought already?")), report.already_bought, "→")
    yield from _paragraphs(message(N_("Where to report it")), report.report_to, "→")
    yield from _route(report)
    yield from _views(report)
    yield from _timeline(report)
    yield from _family(report)
    yield from _address_facts(report)
    yield from _not_seen(report)
    yield from _sources(report)


def _answer(report: Report) -> RenderableType:
    verdict = report.verdict
    colour = COLOURS[verdict.level]
    badge = BADGES[verdict.level] or _SILENT_BADGE
    head = Text.assemble(
        (f" {badge} {_text(LEVELS[verdict.level]).upper()} ", f"bold reverse {colour}"),
        "  ",
        (_host(report), "bold"),
    )
    basis = [message(N_("Decided by {who}"), who=DECIDED_BY[verdict.decided_by])]
    basis.append(KINDS[verdict.kind])
    chance = shown_probability(verdict.probability)
    if chance is not None:
        basis.append(
            message(N_("chance of an illicit offer {percent} %"), percent=round(100 * chance))
        )
    return Panel(
        Group(
            head,
            Text(),
            Text(_text(verdict.sentence)),
            Text(" · ".join(_text(part) for part in basis), style="dim"),
            *(Text(_text(line), style="dim") for line in _address_evidence(report)),
        ),
        box=box.ROUNDED,
        border_style=colour,
        padding=(1, 2),
    )


def _address_evidence(report: Report) -> Iterator[Message]:
    """What stands behind the address multiplied the odds by, where any of it was seen."""
    evidence = report.verdict.address
    seen = {s.source for s in report.coverage.sources if s.state is SourceState.FOUND}
    if not evidence.counted:
        yield message(N_("Address evidence: not counted, as asked for"))
    elif evidence.factor > 1:
        yield message(N_("Address evidence: ×{factor}"), factor=f"{evidence.factor:.1f}")
    elif seen & set(ADDRESS_SOURCES):
        yield message(N_("Address evidence: ×1 (no published comparison for what was seen)"))


def _host(report: Report) -> str:
    """The host as a person reads it, and beside it as computers do when they differ."""
    target = report.target
    display = printable(target.display)
    return display if display == target.host else f"{display} ({target.host})"


def _coverage(coverage: Coverage) -> RenderableType:
    filled = int(coverage.share * _METER_WIDTH)  # Full only when everything was answered.
    line = message(
        N_("{answered} of {asked} checks could be answered"),
        answered=coverage.signals_answered,
        asked=coverage.signals_asked,
    )
    return Text.assemble(
        "  ",
        ("█" * filled, "blue"),
        ("░" * (_METER_WIDTH - filled), "dim"),
        "  ",
        _text(line),
    )


def _heading(title: Message) -> RenderableType:
    return Padding(Rule(Text(_text(title), style="bold"), align="left", style="dim"), (1, 0, 0, 0))


class _Look(NamedTuple):
    """How the reasons of one heading look."""

    sign: str
    colour: str
    page: str
    """Address of the typed page, without query: what was seen there is shown by its place alone."""


def _model(report: Report) -> Iterator[RenderableType]:
    """How a trained model weighed what was found, and what would change its answer."""
    assessment = report.verdict.assessment
    if assessment is None or report.verdict.decided_by is not DecidedBy.MODEL:
        return
    yield _heading(message(N_("How it was weighed")))
    for line in model_told.weights(assessment):
        yield _bullet(_text(line), style="dim")
    changes = tuple(model_told.changes(assessment))
    if changes and report.verdict.level in (Level.CAUTION, Level.HIGH_RISK):
        yield _heading(message(N_("What would change this")))
        for line in changes:
            yield _bullet(_text(line))


def _reasons(
    title: str, reasons: tuple[Reason, ...], look: _Look, whole: int = _TOLD_WHOLE
) -> Iterator[RenderableType]:
    if not reasons:
        return
    yield _heading(message(title))
    for reason in reasons[:whole]:
        yield Padding(_reason(reason, look), (0, 0, 1, 1))
    for reason in reasons[whole:]:
        yield Padding(Group(*_head(reason, look)), (0, 0, 0, 1))


def _head(reason: Reason, look: _Look, quotes: int = 1) -> list[RenderableType]:
    """What was seen, with the first of the words."""
    head = Text.assemble((f"{look.sign} ", f"bold {look.colour}"), (_text(reason.title), "bold"))
    if reason.decisive:
        head.append("  " + _text(_DECISIVE), style=f"bold {look.colour}")
    if reason.experimental:
        head.append("  " + _text(_NEW), style="dim")
    words = [_quote(quote, look.page) for quote in reason.quotes[:quotes]]
    return [head, _indented(_text(reason.text)), *words]


def _reason(reason: Reason, look: _Look) -> RenderableType:
    """A reason with all that lets a reader judge it."""
    lines = _head(reason, look, _QUOTES_SHOWN)
    if len(reason.quotes) > _QUOTES_SHOWN:
        more = message(N_("and {count} more"), count=len(reason.quotes) - _QUOTES_SHOWN)
        lines.append(_indented(_text(more), style="dim"))
    lines.append(_labelled(N_("Why it matters"), _text(reason.why)))
    lines.append(_labelled(N_("Check it yourself"), _text(reason.verify)))
    lines.append(_labelled(N_("Source"), f"{printable(reason.source)}; {_when(reason.seen_at)}"))
    return Group(*lines)


def _quote(quote: Quote, page: str) -> RenderableType:
    address, _, place = quote.where.partition(" (")
    where = f"({place}" if address == page and place else quote.where
    words = Text.assemble(
        (f"“{printable(quote.text)}”", "italic"), ("  " + printable(where), "dim")
    )
    return Padding(words, (0, 0, 0, 4))


def _address(report: Report) -> str:
    """Where the typed page was found in the end, as quotes name it."""
    url = report.timeline[-1].url if report.timeline else report.target.url
    return url.split("?", 1)[0].split("#", 1)[0]


def _labelled(label: str, text: str) -> RenderableType:
    return Padding(Text.assemble((_text(message(label)) + ": ", "dim"), text), (0, 0, 0, 2))


def _indented(text: str, style: str = "") -> RenderableType:
    return Padding(Text(text, style=style), (0, 0, 0, 2))


def _bullet(text: Text | str, sign: str = "·", style: str = "") -> RenderableType:
    """A line of a list, whose further lines hang under its text."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(Text(sign, style="bold"), text if isinstance(text, Text) else Text(text, style))
    return Padding(grid, (0, 0, 0, 1))


def _paragraphs(
    title: Message, paragraphs: Iterable[Paragraph], sign: str = "·"
) -> Iterator[RenderableType]:
    shown = tuple(paragraphs)
    if not shown:
        return
    yield _heading(title)
    for paragraph in shown:
        text = Text(_text(paragraph.text))
        if paragraph.url and paragraph.url not in text.plain:
            text.append(f" {printable(paragraph.url)}", style="blue")
        tail = ", ".join(part for part in (paragraph.source, paragraph.as_of) if part)
        if tail:
            text.append(f" ({printable(tail)})", style="dim")
        yield _bullet(text, sign)


def _route(report: Report) -> Iterator[RenderableType]:
    """The way of the goods by the seller's own words, in one line."""
    if text := route_text(report.route):
        yield _heading(message(N_("The way of the goods, by the seller's own words")))
        yield _indented(_text(text))


def _views(report: Report) -> Iterator[RenderableType]:
    """What each kind of visitor was shown, where there were several."""
    if not report.shown:
        return
    yield _heading(message(N_("What was shown to whom")))
    for one in report.shown:
        yield _bullet(Text.assemble((f"{_text(VIEWS[one.view])}: ", "dim"), _text(shown_text(one))))


def _timeline(report: Report) -> Iterator[RenderableType]:
    """The way to the page and on from it, when there is more to it than one step."""
    steps, facts = report.way.steps, facts_of(report.way)
    if len(steps) < 2 and not facts:
        return
    yield _heading(message(N_("The way there")))
    for number, step in enumerate(steps, 1):
        yield _indented(f"{number}. {_text(step_text(step))}")
        details = " · ".join(map(_text, step_details(step)))
        if details:
            yield _indented(f"   {details}", style="dim")
    for one in facts:
        yield _bullet(Text(_text(one.text)))


def _family(report: Report) -> Iterator[RenderableType]:
    """The sites checked before that belong with it, each with its warnings and what is shared."""
    relatives = report.relatives
    if relatives is None or not relatives.sites:
        return
    yield _heading(heading(relatives))
    for told in sentences(relatives):
        yield _indented(_text(told))
    for site in relatives.sites[:_SITES_SHOWN]:
        yield _bullet(_relative(site))
    if len(relatives.sites) > _SITES_SHOWN:
        more = message(N_("and {count} more"), count=len(relatives.sites) - _SITES_SHOWN)
        yield _indented(_text(more), style="dim")
    if relatives.family:
        yield _indented(_text(message(CAUTION)), style="dim")


def _relative(site: Relative) -> Text:
    """One line: the site, its day, who warns of it, and what it shares."""
    standing = standing_text(site)
    details = [
        message(N_("checked {day}"), day=site.seen),
        *(message(N_("on the list of {who}"), who=listing_text(each)) for each in site.warned),
        *map(shared_text, site.common),
        *((standing,) if standing else ()),
    ]
    tail = " · ".join(_text(part) for part in details)
    return Text.assemble((printable(site.domain), "bold"), ("  " + tail, "dim"))


def _registers(report: Report) -> Iterator[RenderableType]:
    """What registers and lists say, the entry that counted first."""
    listed = report.verdict.listed
    if listed.text is None:
        return
    yield _heading(message(N_("Registers and warning lists")))
    if listed.entry is not None:
        yield _bullet(_entry(listed.text, listed.entry))
    for entry in report.entries:
        if entry != listed.entry:
            yield _bullet(_entry(entry_text(entry), entry))


def _entry(told: Message, entry: ValuedEntry) -> Text:
    """What is said of an entry, with the day of the list that says it."""
    text = Text(_text(told))
    if entry.snapshot:
        day = message(N_("list of {day}"), day=entry.snapshot)
        text.append(f" ({_text(day)})", style="dim")
    return text


def _address_facts(report: Report) -> Iterator[RenderableType]:
    """What stands behind the address."""
    if not report.address_facts:
        return
    yield _heading(message(N_("What stands behind the address")))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for fact in report.address_facts:
        grid.add_row(_text(fact.label), _text(fact.text))
    yield Padding(grid, (0, 0, 0, 2))


def _not_seen(report: Report) -> Iterator[RenderableType]:
    """What the check could not see: asked in vain, not asked, and the limits of what was."""
    unseen = [s for s in report.coverage.sources if s.state is not SourceState.FOUND]
    if not unseen and not report.limits:
        return
    yield _heading(message(N_("What was not seen")))
    for text in report.limits:
        yield _bullet(_text(text))
    for source in unseen:
        if source.reason not in (MissingReason.NOT_FOUND, MissingReason.NOT_ASKED):
            yield _bullet(_text(_state(source)))
    yield from _named(N_("No link leads to one: {names}"), unseen, MissingReason.NOT_FOUND)
    yield from _named(N_("Not asked in this check: {names}"), unseen, MissingReason.NOT_ASKED)


def _named(
    template: str, sources: Iterable[SourceCoverage], reason: MissingReason
) -> Iterator[RenderableType]:
    names = ", ".join(_text(source_label(s.source)) for s in sources if s.reason is reason)
    if names:
        yield _bullet(_text(message(template, names=names)))


def _state(source: SourceCoverage) -> Message:
    assert source.reason is not None
    return message(
        N_("{source}: {reason}"), source=source_label(source.source), reason=MISSING[source.reason]
    )


def _sources(report: Report) -> Iterator[RenderableType]:
    yield _heading(message(N_("Sources and dates")))
    for source in report.sources:
        if source.at is not None:
            yield _bullet(f"{_text(source.name)}, {_when(source.at)}", style="dim")
    printed = "; ".join(_text(source.name) for source in report.sources if source.at is None)
    if printed:
        yield _bullet(_text(message(N_("Why it matters: {sources}"), sources=printed)), style="dim")
    made = message(
        N_("Report of {when} for buyers in {country}, RxLens {version}, tables {tables}")
        if report.country
        else N_("Report of {when}, no country chosen, RxLens {version}, tables {tables}"),
        when=_when(report.checked_at),
        country=report.country_name,
        version=report.versions.get("rxlens", "?"),
        tables=report.versions.get("tables", "?"),
    )
    yield _bullet(_text(made), style="dim")


def _text(words: Message) -> str:
    return printable(words.text())


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} {at.tzname() or ''}".strip()


def show_signals(metas: Mapping[str, Meta], console: Console) -> None:
    """Print what is looked at, topic by topic."""
    for topic in Topic:
        chapter = {name: meta for name, meta in metas.items() if meta.topic is topic}
        if not chapter:
            continue
        console.print(_heading(TOPICS[topic]))
        for name, meta in chapter.items():
            console.print(Padding(_signal(name, meta), (0, 0, 1, 1)))


def _signal(name: str, meta: Meta) -> RenderableType:
    head = Text.assemble((_text(message(meta.title)), "bold"), ("  " + name, "dim"))
    if meta.experimental:
        head.append("  " + _text(_NEW), style="dim")
    return Group(
        head,
        _labelled(N_("Why it matters"), _text(message(meta.why))),
        _labelled(N_("Check it yourself"), _text(message(meta.verify))),
        _labelled(N_("Source"), printable(meta.source)),
    )


class Progress:
    """Tells of each source as it answers; silent where nobody watches."""

    def __init__(self, console: Console, status: Status | None) -> None:
        self._console = console
        self._status = status

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if self._status is None:
            return
        if isinstance(event, Started):
            self._status.update(
                Text(_text(message(N_("Asking: {source}"), source=source_label(event.source))))
            )
            return
        value = event.observation.value
        label = source_label(event.observation.source)
        if isinstance(value, Missing):
            sign, text = (
                "–",
                message(N_("{source}: {reason}"), source=label, reason=MISSING[value.reason]),
            )
        else:
            sign, text = "✓", label
        self._console.print(Text(f"{sign} {_text(text)}", style="dim"))


@contextmanager
def progress(stream: IO[str]) -> Iterator[Progress]:
    """A live view of gathering on ``stream`` when that is a terminal."""
    console = console_for(stream)
    if not console.is_terminal:
        yield Progress(console, None)
        return
    with console.status(Text(_text(message(N_("Reading the address"))))) as status:
        yield Progress(console, status)
