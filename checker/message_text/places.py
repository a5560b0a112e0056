"""Places without a site of their own that a message leads to, judged by the words that lead there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from checker.defang import defanged_text
from checker.evidence import Evidence, Missing, Observation, PageVisit, Response, View
from checker.finding import Quote
from checker.gather.short_links import is_short_link
from checker.judgement import judge
from checker.lists import look_in_lists
from checker.message_text.links import MessageLink
from checker.message_text.parts import Pasted
from checker.page.facts import PageFacts
from checker.report import Reason, Report

Read = Callable[[Response], PageFacts | Missing]


def is_place(link: MessageLink) -> bool:
    """Whether ``link`` leads to a profile, a chat or a listing, which nobody visits."""
    return not link.target.fetchable and not is_short_link(link.target)


def report_on_place(
    link: MessageLink, pasted: Pasted, country: str, read: Read, at: datetime
) -> Report:
    """The report on the place ``link`` leads to, as if the words of ``pasted`` stood there. Nobody is asked.

    ``country`` is an ISO 3166 code, or empty. Raises nothing for what the message holds.
    """
    response = pasted.page(link.target.url)
    facts = read(response)
    value = (
        facts
        if isinstance(facts, Missing)
        else PageVisit(role="typed", response=response, facts=facts)
    )
    evidence = Evidence(
        target=link.target,
        country=country,
        checked_at=at,
        observations=(
            look_in_lists(link.target, at),
            Observation(source="page", view=View.PASTED, at=at, value=value),
        ),
    )
    return _defanged(judge(evidence))


def _defanged(report: Report) -> Report:
    """``report`` with no address in its quotes that opens: they are the words of a stranger's message."""
    return replace(
        report,
        reasons_against=tuple(map(_reason, report.reasons_against)),
        reasons_for=tuple(map(_reason, report.reasons_for)),
        context=tuple(map(_reason, report.context)),
        findings=tuple(replace(f, quotes=_quotes(f.quotes)) for f in report.findings),
    )


def _reason(reason: Reason) -> Reason:
    return replace(reason, quotes=_quotes(reason.quotes))


def _quotes(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    return tuple(Quote(text=defanged_text(quote.text), where=quote.where) for quote in quotes)
