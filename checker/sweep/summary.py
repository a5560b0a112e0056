"""The page that sums a sweep up: one file without script, in which every picture is part of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from checker.countries import country_name
from checker.message import N_, Message, message
from checker.report import Json
from checker.shown import printable
from checker.signals import all_signals
from checker.sweep import bars
from checker.sweep.bars import bar
from checker.sweep.figures import Family, Figures
from checker.verdict import Level
from checker.wording import BADGES, KINDS, LEVELS, MISSING, SOURCES, source_label

MOST_ROWS = 20
"""Rows of a table that could be of any length."""

Row = Sequence[str]
"""The cells of a row, as HTML; the first is its heading."""


def page(about: dict[str, Json], figures: Figures) -> str:
    """The page on the sweep that ``about`` (its ``sweep.json``) and ``figures`` tell of."""
    title = _text(message(N_("Sweep of {count} sites"), count=_number(figures.results)))
    parts = (
        _facts(about, figures),
        _levels(figures),
        _kinds(figures),
        _reasons(figures),
        _families(figures),
        _coverage(figures),
        _unseen(figures),
        _errors(figures),
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<style>{_STYLE}{bars.STYLE}</style></head>\n"
        f"<body><main><h1>{title}</h1>\n{''.join(parts)}</main></body></html>\n"
    )


def _facts(about: dict[str, Json], figures: Figures) -> str:
    country = country_name(str(about["country"]))
    facts = (
        (N_("Begun"), escape(printable(str(about["begun"])))),
        (N_("Speaks for buyers in"), _text(country)),
        (N_("Judged"), _number(figures.judged)),
        (N_("Could not be judged"), _number(sum(figures.errors.values()))),
        (N_("Further lines that ask the same"), _number(about["repeated"])),
        (N_("Lines that could not be used"), _number(about["refused"])),
        (N_("Version"), escape(printable(str(about["version"])))),
    )
    rows = "".join(f"<dt>{_text(message(name))}</dt><dd>{said}</dd>" for name, said in facts)
    return f"<dl>{rows}</dl><p>{_text(_CAUTION)}</p>\n"


def _levels(figures: Figures) -> str:
    rows = [
        _counted(
            f'<span class="badge" aria-hidden="true">{BADGES[level]}</span> {_text(LEVELS[level])}',
            figures.levels[level],
            figures.judged,
            level.value,
        )
        for level in Level
    ]
    return _section(N_("Levels"), (N_("Level"), *_COUNTED), rows)


def _kinds(figures: Figures) -> str:
    rows = [
        _counted(_text(KINDS[kind]), count, figures.judged)
        for kind, count in figures.kinds.most_common(MOST_ROWS)
    ]
    return _section(N_("Kinds of sites"), (N_("Kind"), *_COUNTED), rows)


def _reasons(figures: Figures) -> str:
    signals = all_signals()
    rows = [
        _counted(_text(message(signals[name].meta.title)), count, figures.judged)
        for name, count in figures.reasons.most_common(MOST_ROWS)
    ]
    return _section(N_("What speaks against them most often"), (N_("Seen"), *_COUNTED), rows)


def _families(figures: Figures) -> str:
    rows = [_family(family, figures) for family in figures.largest(MOST_ROWS)]
    heads = (N_("Names"), *_COUNTED, N_("Levels"))
    return _section(N_("Sites that belong together"), heads, rows)


def _family(family: Family, figures: Figures) -> Row:
    names = ", ".join(escape(printable(name)) for name in family.shown)
    if family.sites > len(family.shown):
        names += " …"
    shares = [(family.levels[level] / family.sites, level.value) for level in Level]
    told = ", ".join(
        f"{_text(LEVELS[level])} {_number(family.levels[level])}"
        for level in Level
        if family.levels[level]
    )
    return (*_counted(names, family.sites, figures.judged), f"{bar(shares)}{told}")


def _coverage(figures: Figures) -> str:
    """How much could be seen: of each source, and of all signals."""
    rows = []
    for source in SOURCES:
        words = figures.sources.get(source, Counter())
        asked = sum(words.values()) - words["not_asked"] - words["not_applicable"]
        if not asked:
            continue
        found, absent = words["found"] / asked, words["absent"] / asked
        rows.append(
            (
                _text(source_label(source)),
                _number(asked),
                bar([(found, "found"), (absent, "absent"), (1 - found - absent, "missing")]),
                f"{found:.0%}",
                f"{absent:.0%}",
                f"{1 - found - absent:.0%}",
            )
        )
    heads = (N_("Source"), N_("Asked"), "", N_("Answered"), N_("Not there"), N_("No answer"))
    shares = [
        _counted(f"{tenth * 10}–{tenth * 10 + 10} %", figures.coverage[tenth], figures.judged)
        for tenth in range(10)
        if figures.coverage[tenth]
    ]
    return _section(N_("What was asked"), heads, rows) + _section(
        N_("Share of the signals that could tell"), (N_("Share"), *_COUNTED), shares
    )


def _unseen(figures: Figures) -> str:
    rows = []
    for source in SOURCES:
        for word, count in figures.unseen(source).most_common():
            told = (
                f"{_text(source_label(source))}: {_text(MISSING[word]) if word in MISSING else ''}"
            )
            rows.append(_counted(told, count, figures.judged, "missing"))
    return _section(N_("What could not be asked or seen, and why"), (N_("Why"), *_COUNTED), rows)


def _errors(figures: Figures) -> str:
    rows = [
        _counted(f"<code>{escape(printable(reason))}</code>", count, figures.results, "missing")
        for reason, count in figures.errors.most_common(MOST_ROWS)
    ]
    return _section(N_("Without a report"), (N_("Reason"), *_COUNTED), rows)


# Tables

_COUNTED = (N_("Sites"), "", N_("Share"))


def _counted(head: str, count: int, of: int, colour: str = "plain") -> Row:
    share = count / of if of else 0.0
    return head, _number(count), bar([(share, colour)]), f"{share:.1%}"


def _section(title: str, heads: Iterable[str], rows: Sequence[Row]) -> str:
    """A table under its title; nothing where there is nothing to tell."""
    if not rows:
        return ""
    head = "".join(
        f'<th scope="col">{_text(message(name))}</th>' if name else "<td></td>" for name in heads
    )
    body = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
        for first, *cells in rows
    )
    name = _text(message(title))
    return (
        f'<section tabindex="0" aria-label="{name}"><table><caption>{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>\n"
    )


def _number(value: Json) -> str:
    """A number as people write it.

    >>> _number(12345)
    '12,345'
    """
    return f"{int(str(value)):,}"


def _text(words: Message) -> str:
    return escape(printable(words.text()))


_CAUTION = message(
    N_(
        "Levels are what was seen on one day, for readers in one country. They accuse nobody; the reports in "
        "results.jsonl quote what each rests on."
    )
)
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #c9d1d9; --empty: #eef1f4;
  --plain: #4a6fa5; --verified: #1a7f37; --unverified: #0b7285; --caution: #b35900; --high_risk: #c0222f;
  --not_a_pharmacy: #6e7781; --inconclusive: #8250df; --found: #1a7f37; --absent: #8c959f; --missing: #b35900; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #3d444d;
  --empty: #21262d; --plain: #79a6e0; --verified: #3fb950; --unverified: #39c5cf; --caution: #e3a04f;
  --high_risk: #ff7b72; --not_a_pharmacy: #9198a1; --inconclusive: #be8fff; --found: #3fb950;
  --absent: #7d8590; --missing: #e3a04f; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
section { overflow-x: auto; margin: 2rem 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-size: 1.25rem; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0;
  border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.badge { display: inline-block; width: 1.2em; font-weight: 700; }
""" + "".join(
    f".bar .{name} {{ fill: var(--{name}); }}\n"
    for name in (*(level.value for level in Level), "found", "absent", "missing")
)
