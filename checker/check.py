"""One check from a typed address to a report: gather evidence, then judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime

from checker.countries import read_country
from checker.evidence import Event, Evidence, observed
from checker.gather.everything import Sources, gather_all
from checker.gather.short_links import is_short_link, open_short_links
from checker.judgement import Clock, judge, now, page_evidence, supplied_target
from checker.net import Limits, Network
from checker.page.worker import PageReader
from checker.report import Report
from checker.target import Target, read_target

Watcher = Callable[[Event], None]


def check(
    typed: str,
    *,
    country: str | None = None,
    network: Network | None = None,
    limits: Limits | None = None,
    reader: PageReader | None = None,
    sources: Sources | None = None,
    likelihoods: bool = True,
    on_event: Watcher | None = None,
    clock: Clock = now,
) -> Report:
    """Check the address ``typed`` for a buyer in ``country`` and return the report.

    ``network`` is where the check may go (the internet, under the guard's rules, when None),
    ``reader`` the pool of page-reading processes to use (one of its own when None), ``sources``
    what is used beside the page (a database of networks, say), ``on_event`` is told of every
    source as it is asked and as it answers. Without ``likelihoods`` what stands behind the address
    is shown and counts nothing. Raises
    :class:`~checker.errors.InputRefused` when there is nothing to check; whatever goes wrong on
    the way is part of the report.
    """
    report = None
    for step in check_steps(
        typed,
        country=country,
        network=network,
        limits=limits,
        reader=reader,
        sources=sources,
        likelihoods=likelihoods,
        clock=clock,
    ):
        if isinstance(step, Report):
            report = step
        elif on_event is not None:
            on_event(step)
    assert report is not None
    return report


def check_steps(
    typed: str,
    *,
    country: str | None = None,
    network: Network | None = None,
    limits: Limits | None = None,
    reader: PageReader | None = None,
    sources: Sources | None = None,
    likelihoods: bool = True,
    clock: Clock = now,
) -> Iterator[Event | Report]:
    """The same check as a stream: every event as it happens, and the report last."""
    code, begun = read_country(country), clock()
    target = target_of(typed, network=network, limits=limits, reader=reader)
    events: list[Event] = []
    for event in gathering(
        target, network=network, limits=limits, reader=reader, sources=sources, clock=clock
    ):
        events.append(event)
        yield event
    yield judge(evidence_of(target, code, begun, events), likelihoods=likelihoods)


def target_of(
    typed: str,
    *,
    network: Network | None = None,
    limits: Limits | None = None,
    reader: PageReader | None = None,
) -> Target:
    """The address meant by ``typed``: a short link is asked where it leads, anything else asks nobody.

    Raises :class:`~checker.errors.InputRefused` when there is nothing to check.
    """
    target = read_target(typed)
    if not is_short_link(target):
        return target
    with nullcontext(reader) if reader else PageReader(workers=1) as pages:
        return open_short_links(target, network or Network(), limits or Limits(), pages.read)


def gathering(
    target: Target,
    *,
    network: Network | None = None,
    limits: Limits | None = None,
    reader: PageReader | None = None,
    sources: Sources | None = None,
    clock: Clock = now,
) -> Iterator[Event]:
    """Gather evidence about ``target``; nothing at all when it is answered without a visit."""
    if not target.fetchable:
        return
    network, limits = network or Network(), limits or Limits()
    if reader is not None:
        yield from gather_all(target, network, limits, reader.read, clock, sources=sources)
        return
    with PageReader(workers=1) as own:
        yield from gather_all(target, network, limits, own.read, clock, sources=sources)


def evidence_of(
    target: Target, country: str, checked_at: datetime, events: list[Event]
) -> Evidence:
    """The evidence out of a stream of events, finished or broken off."""
    return Evidence(
        target=target,
        country=country,
        checked_at=checked_at,
        observations=observed(events),
    )


def judge_page(
    html: bytes,
    url: str | None = None,
    country: str | None = None,
    *,
    content_type: str = "text/html",
    clock: Clock = now,
) -> Report:
    """Judge a saved page as if it were served at ``url``; nobody is asked anything.

    Without ``url``, or with one that cannot be read, everything about the address is unknown.
    """
    with PageReader(workers=1) as reader:
        return judge(
            page_evidence(
                html,
                supplied_target(url),
                country,
                read=reader.read,
                content_type=content_type,
                clock=clock,
            )
        )
