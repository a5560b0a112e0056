"""A report to the regulator, filled in as far as we can: plain text, to be copied, completed and sent.

Every address in it is defanged, the site's as well as those within quotes. What only the buyer knows stays
open, marked by underscores.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.advice import report_channels
from checker.countries import country_name
from checker.defang import defanged, defanged_text
from checker.message import N_, Message, Param, message
from checker.report import Reason, Report
from checker.shown import origin, printable
from checker.verdict import Level

_REASONS = 8
_QUOTES = 2
_WARNED = (Level.CAUTION, Level.HIGH_RISK)


def letter(report: Report, *, full_address: bool = False) -> tuple[Message, ...]:
    """The lines of the letter about ``report``; none where there is nothing to report.

    Path and query of the address are left out unless ``full_address``: they tell what somebody looked at.
    """
    if report.verdict.level not in _WARNED:
        return ()
    return tuple(_lines(report, full_address))


def letter_text(lines: tuple[Message, ...]) -> str:
    """The letter as plain text."""
    return "\n".join(printable(line.text()) for line in lines)


def _lines(report: Report, full_address: bool) -> Iterator[Message]:
    url = report.target.url
    address = defanged(printable(url if full_address else origin(url)))
    yield message(N_("To: {office}"), office=_office(report))
    yield message(
        N_("Subject: report of a web site that offers medicines: {address}"), address=address
    )
    yield message(
        N_("I report the web site {address} (written so that it cannot be opened by mistake)."),
        address=address,
    )
    yield message(N_("Seen on: {day} (UTC)"), day=f"{report.checked_at:%Y-%m-%d %H:%M}")
    yield message(N_("My country: {country}"), country=country_name(report.country))
    yield message(N_("What was seen:"))
    for reason in report.reasons_against[:_REASONS]:
        yield from _reason(reason)
    for question in _QUESTIONS:
        yield message(question)
    yield message(
        N_("Prepared with RxLens {version}. What was seen is what the page said on that day."),
        version=report.versions.get("rxlens", "?"),
    )


def _office(report: Report) -> Param:
    """The first office that takes reports of sites from anyone in the buyer's country."""
    channels = [c for c in report_channels(report.country) if c.situation == "report"]
    if not report.country or not channels:
        return message(N_("the medicines authority of my country"))
    return channels[0].name


def _reason(reason: Reason) -> Iterator[Message]:
    yield message("- {title}: {text}", title=reason.title, text=_defanged(reason.text))
    seen = [quote for quote in reason.quotes if not quote.where.endswith("(address)")]
    for quote in seen[:_QUOTES]:
        yield message('  "{words}"', words=defanged_text(printable(quote.text)))


def _defanged(text: Message) -> Message:
    """``text`` with the addresses in its parameters defanged: the template is ours, they may not be."""
    return message(text.template, **{name: _plain(value) for name, value in text.params.items()})


def _plain(value: Param) -> Param:
    if isinstance(value, Message):
        return _defanged(value)
    return defanged_text(printable(value)) if isinstance(value, str) else value


_QUESTIONS = (
    N_("How I came to the site (search, advert, e-mail, message): ______"),
    N_("What I ordered, when, and how I paid (leave empty if nothing): ______"),
    N_("What arrived, and whether anybody took it: ______"),
    N_("What I still have (parcel, packaging, messages, receipt): ______"),
    N_("How I can be reached: ______"),
)
