"""What the templates need to show values: sentences, dates, places on a page, and a QR code.

Everything here gives plain text, which the templates escape; only :func:`qr_code` gives markup, and that of
numbers alone. ``install`` adds all of it to a Jinja environment. The language comes from the template's own
context: ``_`` translates, ``locale`` writes dates.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import segno
from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_percent
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from checker import model_told
from checker.defang import defanged
from checker.finding import Meta, Topic
from checker.message import N_, Message
from checker.wording import LEVELS, MISSING, SOURCES, TOPICS
from web.languages import sentence
from web.plain import untold

PLACES: Mapping[str, str] = {
    "title": N_("title of the page"),
    "address": N_("web address"),
    "header": N_("top of the page"),
    "nav": N_("menu"),
    "main": N_("main part"),
    "aside": N_("side column"),
    "footer": N_("foot of the page"),
    "structured": N_("data for search engines"),
    "hidden": N_("hidden text"),
}
"""The parts of a page in which words are seen, from top to bottom."""

_DEFAULT_LOCALE = "en_GB"


def install(environment: Environment) -> None:
    """Add the filters and functions to ``environment``."""
    environment.filters.update(
        say=say,
        moment=moment,
        day=day,
        share=share,
        place=place,
        place_label=place_label,
        page_of=page_of,
        host_of=host_of,
        by_topic=by_topic,
        change_word=change_word,
        language_name=language_name,
        country_name=country_name,
        by_name=by_name,
        part_title=part_title,
        defanged=defanged,
    )
    environment.globals.update(
        qr_code=qr_code,
        parts_of_page=parts_of_page,
        signals_by_topic=signals_by_topic,
        source_labels=SOURCES,
        missing_labels=MISSING,
        level_labels=LEVELS,
    )


# Sentences


@pass_context
def say(context: Context, told: Mapping[str, Any] | Message | str | None) -> str:
    """A message of a report in the reader's language; its English text where a translation does not fit."""
    if told is None:
        return ""
    if isinstance(told, str):
        return str(_translator(context)(told)) if told else ""
    said = told if isinstance(told, Message) else untold(told)
    return sentence(said, _locale(context), _translator(context))


def _translator(context: Context) -> Callable[[str], str]:
    found: Callable[[str], str] | None = context.get("_")
    return found or str


# Dates and numbers


@pass_context
def moment(context: Context, at: str | datetime | None) -> str:
    """A point in time as a person writes it, in UTC; empty for None."""
    if not at:
        return ""
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{format_datetime(when, f'{_days(context)}, HH:mm', locale=_locale(context))} UTC"


@pass_context
def day(context: Context, at: str | date | None) -> str:
    """A day as a person writes it; text that is no ISO date is shown as it stands."""
    if not at:
        return ""
    try:
        when = date.fromisoformat(at[:10]) if isinstance(at, str) else at
    except ValueError:
        return str(at)
    return format_date(when, _days(context), locale=_locale(context))


def _days(context: Context) -> str:
    """How days are written: as the language does, in English as in Britain."""
    locale = _locale(context)
    return "d MMMM y" if locale.language == "en" else str(locale.date_formats["long"].pattern)


@pass_context
def share(context: Context, value: float, decimals: int = 0) -> str:
    """A share from 0 to 1 as a percentage, with so many decimals at most."""
    pattern = _locale(context).percent_formats[None].pattern
    if decimals:
        pattern = pattern.replace("0", f"0.{'#' * decimals}", 1)
    return format_percent(value, pattern, locale=_locale(context))


@pass_context
def language_name(context: Context, code: str) -> str:
    """The language ``code`` in the reader's language; the code where it has no name there."""
    return str(_locale(context).languages.get(code, code))


def _locale(context: Context) -> Locale:
    wanted = str(context.get("locale") or _DEFAULT_LOCALE)
    try:
        return Locale.parse(
            _DEFAULT_LOCALE if wanted == "en" else wanted, sep="-" if "-" in wanted else "_"
        )
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_DEFAULT_LOCALE)


@pass_context
def country_name(context: Context, country: Mapping[str, str]) -> str:
    """A report's country in the reader's language; as the report says it where there is no such name."""
    return str(_locale(context).territories.get(country["code"]) or say(context, country["name"]))


@pass_context
def by_name(context: Context, countries: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """(code, name) of all ``countries`` in the reader's language, in the order of its names."""
    names = _locale(context).territories
    found = ((code, str(names.get(code) or name)) for code, name in countries.items())
    return sorted(found, key=lambda pair: _unaccented(pair[1]))


def _unaccented(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


# Where words were seen


def place(where: str) -> str:
    """The part of the page named by a quote's ``where``; empty when it names another source.

    >>> place("https://a.example/buy (footer)"), place("rdap.registry.example")
    ('footer', '')
    """
    part = where.rpartition("(")[2].removesuffix(")")
    part = "main" if part == "text" else part  # Words that were found in the text as a whole.
    return part if where.endswith(")") and part in PLACES else ""


@pass_context
def place_label(context: Context, part: str) -> str:
    """The part of a page in the reader's language."""
    return str(_translator(context)(PLACES.get(part, part)))


def page_of(where: str) -> str:
    """The address a quote's ``where`` begins with, or the name of the source.

    >>> page_of("https://a.example/buy (footer)"), page_of("rdap.registry.example")
    ('https://a.example/buy', 'rdap.registry.example')
    """
    return where.rpartition("(")[0].rstrip() if place(where) else where


@pass_context
def part_title(context: Context, name: str) -> str:
    """What a part of the model's reckoning is called; its own name where we have none for it."""
    try:
        return say(context, model_told.title(name))
    except KeyError:
        return name


def host_of(url: str) -> str:
    """The host of ``url``, or all of it where it has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


class PartOfPage(NamedTuple):
    """One part of the page and the words seen there."""

    name: str
    label: str
    """To be translated."""
    seen: tuple[tuple[str, tuple[tuple[str, Mapping[str, Any]], ...]], ...]
    """Words, each once, with (id, title) of every signal that rests on them."""


def parts_of_page(reasons: Iterable[Mapping[str, Any]]) -> tuple[PartOfPage, ...]:
    """Every part of the page with the words quoted from it, from top to bottom; empty where nothing is quoted."""
    seen: dict[str, dict[str, dict[str, Mapping[str, Any]]]] = {name: {} for name in PLACES}
    for reason in reasons:
        for quote in reason["quotes"]:
            part = place(quote["where"])
            if part:
                seen[part].setdefault(quote["text"], {})[reason["signal"]] = reason["title"]
    if not any(seen.values()):
        return ()
    return tuple(
        PartOfPage(
            name=name,
            label=label,
            seen=tuple((words, tuple(signals.items())) for words, signals in seen[name].items()),
        )
        for name, label in PLACES.items()
    )


def by_topic(reasons: Iterable[Mapping[str, Any]], topic: str) -> Sequence[Mapping[str, Any]]:
    """Those of ``reasons`` that belong to ``topic``."""
    return [reason for reason in reasons if reason["topic"] == topic]


class Chapter(NamedTuple):
    """The signals of one topic."""

    id: str
    label: Message
    signals: tuple[tuple[str, Meta], ...]


def signals_by_topic(signals: Mapping[str, Meta]) -> tuple[Chapter, ...]:
    """``signals`` in the chapters of "what we check"; topics without signals are left out."""
    chapters = (
        Chapter(
            topic.value,
            TOPICS[topic],
            tuple((name, meta) for name, meta in signals.items() if meta.topic is topic),
        )
        for topic in Topic
    )
    return tuple(chapter for chapter in chapters if chapter.signals)


@pass_context
def change_word(context: Context, change: Any, side: str) -> str:
    """The state before or after a change: a level by its name, a list's state as it stands."""
    state = str(getattr(change, side))
    if change.kind == "verdict" and state in LEVELS:
        return say(context, LEVELS[state])
    return state or "–"


# QR code


def qr_code(text: str, title: str) -> Markup:
    """``text`` as an SVG drawing without style, which says ``title`` to those who cannot see it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        border=2,
        scale=1,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        title=title,
    )
    drawing = out.getvalue().decode("utf-8")
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - title is escaped by segno
