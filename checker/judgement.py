"""The pure core: the same evidence gives the same report, wherever it came from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from checker import model, signals
from checker.compose import report_on
from checker.countries import read_country
from checker.errors import InputRefused
from checker.evidence import Evidence, Missing, Observation, PageVisit, Response, View
from checker.kind import classify
from checker.likelihoods import SWITCHED_OFF
from checker.listing import listing
from checker.lists import look_in_lists
from checker.page.facts import PageFacts
from checker.report import Report
from checker.target import UNSEEN, Target, read_target
from checker.verdict import decide

Clock = Callable[[], datetime]
Read = Callable[[Response], PageFacts | Missing]
"""Reads a page; what cannot be read is :class:`Missing`, never an exception."""

MAX_PAGE_BYTES = 2 * 1024 * 1024
"""As much of a page as is ever read, fetched or supplied."""


def now() -> datetime:
    """The time of day, with its zone."""
    return datetime.now(UTC)


def judge(
    evidence: Evidence, *, likelihoods: bool = True, base_rate: float | None = None
) -> Report:
    """The report on ``evidence``. Pure: no network, no clock, no file but our own tables and model.

    Without ``likelihoods`` what stands behind the address is shown and counts nothing. ``base_rate`` is
    the share of illicit sellers among the sites the reader asks about; None for the model's own.
    """
    findings = signals.run(evidence)
    table = None if likelihoods else SWITCHED_OFF
    assessment, notes = model.assess(evidence, findings, base_rate)
    listed = listing(evidence.registers, evidence.registration, evidence.country)
    verdict = decide(classify(evidence), findings, assessment, likelihoods=table, listed=listed)
    return report_on(evidence, findings, verdict, notes)


def page_evidence(
    html: bytes,
    target: Target,
    country: str | None = None,
    *,
    read: Read,
    content_type: str = "text/html",
    clock: Clock = now,
) -> Evidence:
    """A saved page as evidence. A page that ``read`` cannot read is ``Missing``."""
    at = clock()
    response = Response(
        url=target.url,
        hops=(),
        status=200,
        headers=(("content-type", content_type),),
        body=html[:MAX_PAGE_BYTES],
        truncated=len(html) > MAX_PAGE_BYTES,
        wire_bytes=len(html),
    )
    facts = read(response)
    value = (
        facts
        if isinstance(facts, Missing)
        else PageVisit(role="typed", response=response, facts=facts)
    )
    return Evidence(
        target=target,
        country=read_country(country),
        checked_at=at,
        observations=(
            look_in_lists(target, at),
            Observation(source="page", view=View.SUPPLIED, at=at, value=value),
        ),
    )


def supplied_target(url: str | None) -> Target:
    """The target of a saved page: its address where that can be read, else the unknown one."""
    if url and "://" in url:
        try:
            return read_target(url)
        except InputRefused:
            pass
    return unseen_target()


def unseen_target() -> Target:
    """Stands for "nobody knows where this page was served": reserved, never dialled."""
    return Target(
        typed="",
        url=f"https://{UNSEEN}/",
        host=UNSEEN,
        domain="",
        suffix="",
        display=UNSEEN,
        fetchable=False,
    )
