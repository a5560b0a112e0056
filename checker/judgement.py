"""The pure core: the same evidence gives the same report, wherever it came from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from checker import signals
from checker.compose import report_on
from checker.countries import read_country
from checker.errors import InputRefused
from checker.evidence import Evidence, Missing, Observation, PageVisit, Response, View
from checker.kind import classify
from checker.likelihoods import SWITCHED_OFF
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


def judge(evidence: Evidence, *, likelihoods: bool = True) -> Report:
    """The report on ``evidence``. Pure: no network, no clock, no file.

    Without ``likelihoods`` what stands behind the address is shown and counts nothing.
    """
    findings = signals.run(evidence)
    table = None if likelihoods else SWITCHED_OFF
    verdict = decide(classify(evidence), findings, likelihoods=table)
    return report_on(evidence, findings, verdict)


def page_evidence(
    html: bytes,
    target: Target,
    country: str = "GB",
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
        observations=(Observation(source="page", view=View.SUPPLIED, at=at, value=value),),
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
