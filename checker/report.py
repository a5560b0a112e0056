"""The report on one address: values made once by :mod:`checker.compose`, and their one JSON form.

:func:`to_json` is the only serialiser. It leaves out path, query and fragment of every address
unless asked to keep them, because which medicine someone looks at is health data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from checker import model_told
from checker.address_facts import AddressFact
from checker.coverage import Coverage, SourceCoverage
from checker.evidence import Hop
from checker.finding import Direction, Finding, Quote, Topic
from checker.law import LawAnswer
from checker.likelihoods import AddressEvidence
from checker.listing import entry_text
from checker.message import Message, message
from checker.registers.answer import ValuedEntry
from checker.relatives import Relative, Relatives
from checker.relatives_told import CAUTION, listing_text, sentences, shared_text, standing_text
from checker.route import NO_ROUTE, Route, route_text
from checker.seen import Shown
from checker.shown import origin, printable
from checker.target import Target
from checker.verdict import Verdict
from checker.way import NO_WAY, TAKEN, Way, WayStep
from checker.way_facts import facts_of, step_details, step_text
from checker.wording import (
    BADGES,
    DECIDED_BY,
    KINDS,
    LEVELS,
    MISSING,
    VIEWS,
    shown_text,
    source_label,
)

SCHEMA = "report-v1"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing seen that speaks for or against the site, or is only worth knowing."""

    signal: str
    topic: Topic
    direction: Direction
    weight: float
    """What it adds to the log-odds of an illicit offer; 0 when it is only shown."""
    decisive: bool
    experimental: bool
    title: Message
    text: Message
    quotes: tuple[Quote, ...]
    why: Message
    verify: Message
    source: str
    """Where the claim in ``why`` comes from."""
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A statement that is not about the site itself: law, advice, where to report."""

    text: Message
    url: str = ""
    """A regulator's or register's address; never a shop's."""
    source: str = ""
    as_of: str = ""
    """ISO date on which the source said so; empty when undated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing the report rests on."""

    name: Message
    at: datetime | None = None
    """When it was seen; None for printed knowledge, which carries its own date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything said about one address."""

    target: Target
    country: str
    country_name: str
    checked_at: datetime
    verdict: Verdict
    reasons_against: tuple[Reason, ...]
    reasons_for: tuple[Reason, ...]
    context: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    legal: tuple[Paragraph, ...]
    next_steps: tuple[Paragraph, ...]
    report_to: tuple[Paragraph, ...]
    timeline: tuple[Hop, ...]
    way: Way = NO_WAY
    """The way to the page and on from it, wrappers, frames and order forms included."""
    shown: tuple[Shown, ...] = ()
    """What each kind of visitor was shown, where the page was seen in several views."""
    route: Route = NO_ROUTE
    """The way of the goods by the seller's own words, against the country it says it is in."""
    relatives: Relatives | None = None
    """The sites checked before that belong with this one; None where nobody was asked, or told."""
    address_facts: tuple[AddressFact, ...] = ()
    """What stands behind the address: registration, DNS, certificate, network."""
    entries: tuple[ValuedEntry, ...] = ()
    """What registers, accreditations and warning lists say of the domain, each with its worth."""
    limits: tuple[Message, ...]
    """What the reader must know about how far the check could see."""
    sources: tuple[Source, ...]
    versions: Mapping[str, str]
    law: LawAnswer | None = None
    """The law part in its pieces, of which ``legal`` is the text; None for a page that sells nothing."""
    already_bought: tuple[Paragraph, ...] = ()
    letter: tuple[Message, ...] = ()
    """A report to the regulator, line by line, with every address defanged."""


def to_json(report: Report, *, full_address: bool = False) -> dict[str, Json]:
    """``report`` as plain JSON values, valid by ``schema/report-v1.schema.json``.

    Path, query and fragment are kept only with ``full_address``.
    """
    return _Serialiser(full_address).report(report)


def shown_probability(probability: float | None) -> float | None:
    """Two decimals and never certain: finer steps would only help those who probe for the line."""
    return None if probability is None else min(0.99, max(0.01, round(probability, 2)))


def paragraph_json(paragraph: Paragraph) -> Json:
    """One paragraph of law, advice or offices as plain JSON."""
    return _Serialiser(full_address=False).paragraph(paragraph)


class _Serialiser:
    """Each part of a report as JSON, with or without full addresses."""

    def __init__(self, full_address: bool) -> None:
        self.full_address = full_address

    def report(self, report: Report) -> dict[str, Json]:
        return {
            "schema": SCHEMA,
            "address": self.target(report.target),
            "country": {"code": report.country, "name": report.country_name},
            "checked_at": _time(report.checked_at),
            "verdict": self.verdict(report.verdict),
            "reasons_against": [self.reason(r) for r in report.reasons_against],
            "reasons_for": [self.reason(r) for r in report.reasons_for],
            "context": [self.reason(r) for r in report.context],
            "coverage": self.coverage(report.coverage),
            "legal": [self.paragraph(p) for p in report.legal],
            "next_steps": [self.paragraph(p) for p in report.next_steps],
            "report_to": [self.paragraph(p) for p in report.report_to],
            "law": self.law(report.law) if report.law else None,
            "already_bought": [self.paragraph(p) for p in report.already_bought],
            "letter": [self.message(line) for line in report.letter],
            "timeline": [self.hop(h) for h in report.timeline],
            "way": self.way(report.way),
            "views": [self.shown(one) for one in report.shown],
            "route": self.route(report.route),
            "family": None if report.relatives is None else self.family(report.relatives),
            "address_facts": [self.address_fact(f) for f in report.address_facts],
            "registers": self.registers(report),
            "limits": [self.message(m) for m in report.limits],
            "findings": [self.finding(f) for f in report.findings],
            "sources": [{"name": self.message(s.name), "at": _time(s.at)} for s in report.sources],
            "versions": dict(report.versions),
        }

    def address(self, url: str) -> str:
        return printable(url if self.full_address else origin(url))

    def target(self, target: Target) -> Json:
        platform = target.platform
        return {
            "url": self.address(target.url),
            "host": target.host,
            "display": printable(target.display),
            "domain": target.domain,
            "platform": {"name": platform.name, "kind": platform.kind} if platform else None,
            "unwrapped_from": list(target.unwrapped_from),
            "notes": list(target.notes),
        }

    def verdict(self, verdict: Verdict) -> Json:
        return {
            "level": verdict.level.value,
            "label": self.message(LEVELS[verdict.level]),
            "badge": BADGES[verdict.level],
            "sentence": self.message(verdict.sentence),
            "decided_by": verdict.decided_by.value,
            "decided_by_text": self.message(DECIDED_BY[verdict.decided_by]),
            "kind": verdict.kind.value,
            "kind_text": self.message(KINDS[verdict.kind]),
            "probability": shown_probability(verdict.probability),
            "address_evidence": self.address_evidence(verdict.address),
            "model": model_told.as_json(verdict.assessment) if verdict.assessment else None,
        }

    def address_evidence(self, evidence: AddressEvidence) -> Json:
        return {
            "factor": round(evidence.factor, 2),
            "capped": evidence.capped,
            "counted": evidence.counted,
            "parts": [
                {
                    "signal": part.signal,
                    "ratio": round(part.ratio, 2),
                    "source": printable(part.source),
                }
                for part in evidence.parts
            ],
        }

    def registers(self, report: Report) -> Json:
        listed = report.verdict.listed
        return {
            "standing": listed.standing.value,
            "text": self.message(listed.text) if listed.text else None,
            "entries": [self.entry(entry) for entry in report.entries],
        }

    def entry(self, entry: ValuedEntry) -> Json:
        return {
            "worth": entry.worth.value,
            "kind": entry.kind.value,
            "authority": printable(entry.authority),
            "country": entry.country,
            "domain": entry.host or entry.domain,
            "entry_id": printable(entry.entry_id),
            "name": printable(entry.name),
            "permits": [permit.value for permit in entry.permits],
            "listed": entry.listed or None,
            "delisted": entry.delisted or None,
            "as_of": entry.snapshot or None,
            "text": self.message(entry_text(entry)),
        }

    def reason(self, reason: Reason) -> Json:
        return {
            "signal": reason.signal,
            "topic": reason.topic.value,
            "direction": reason.direction.value,
            "weight": round(reason.weight, 2),
            "decisive": reason.decisive,
            "experimental": reason.experimental,
            "title": self.message(reason.title),
            "text": self.message(reason.text),
            "quotes": self.quotes(reason.quotes),
            "why": self.message(reason.why),
            "verify": self.message(reason.verify),
            "source": printable(reason.source),
            "seen_at": _time(reason.seen_at),
        }

    def finding(self, finding: Finding) -> Json:
        return {
            "signal": finding.signal,
            "outcome": finding.outcome.value,
            "summary": self.message(finding.summary),
            "quotes": self.quotes(finding.quotes),
            "measures": {name: _number(value) for name, value in finding.measures.items()},
        }

    def quotes(self, quotes: tuple[Quote, ...]) -> Json:
        return [
            {"text": printable(q.text), "where": self.where(q.where)}
            for q in quotes
            if self.full_address or not q.where.endswith("(address)")
        ]

    def where(self, where: str) -> str:
        """``https://a.example/buy (footer)``, the path only when addresses are kept."""
        address, space, place = where.partition(" (")
        return self.address(address) + printable(space + place) if space else printable(where)

    def coverage(self, coverage: Coverage) -> Json:
        return {
            "share": round(coverage.share, 2),
            "signals_answered": coverage.signals_answered,
            "signals_asked": coverage.signals_asked,
            "sources": [self.source(s) for s in coverage.sources],
        }

    def source(self, source: SourceCoverage) -> Json:
        return {
            "source": source.source,
            "label": self.message(source_label(source.source)),
            "state": source.state.value,
            "reason": source.reason and source.reason.value,
            "reason_text": source.reason and self.message(MISSING[source.reason]),
            "detail": printable(source.detail),
            "view": source.view and source.view.value,
            "view_text": source.view and self.message(VIEWS[source.view]),
            "at": _time(source.at),
        }

    def hop(self, hop: Hop) -> Json:
        return {
            "host": hop.host,
            "url": self.address(hop.url),
            "status": hop.status,
            "location": hop.location and self.address(hop.location),
            "tls_version": hop.tls.version if hop.tls else None,
            "tls_fault": hop.tls.fault if hop.tls else None,
        }

    def shown(self, shown: Shown) -> Json:
        return {
            "view": shown.view.value,
            "view_text": self.message(VIEWS[shown.view]),
            "host": shown.host,
            "offered": [printable(name) for name in shown.offered],
            "text": self.message(shown_text(shown)),
        }

    def route(self, route: Route) -> Json:
        text = route_text(route)
        if text is None:
            return None
        return {
            "text": self.message(text),
            "homes": list(route.homes),
            "legs": [
                {
                    "leg": leg.leg.value,
                    "country": leg.country or None,
                    "kind": leg.kind,
                    "place": printable(leg.place),
                    "quotes": self.quotes((leg.quote,)),
                }
                for leg in route.legs
            ],
        }

    def family(self, relatives: Relatives) -> Json:
        return {
            "sentences": [self.message(told) for told in sentences(relatives)],
            "caution": self.message(message(CAUTION)),
            "sites": [self.relative(site) for site in relatives.sites],
            "more": relatives.more,
        }

    def relative(self, site: Relative) -> Json:
        standing = standing_text(site)
        return {
            "domain": site.domain,
            "seen": site.seen,
            "joined": site.joined,
            "warned": [
                {
                    "authority": printable(each.authority),
                    "listed": each.listed or None,
                    "text": self.message(listing_text(each)),
                }
                for each in site.warned
            ],
            "shared": [
                {
                    "kind": one.kind,
                    "value": printable(one.value),
                    "text": self.message(shared_text(one)),
                }
                for one in site.common
            ],
            "text": self.message(standing) if standing else None,
        }

    def way(self, way: Way) -> Json:
        return {
            "steps": [self.step(step) for step in way.steps],
            "facts": [{"fact": one.fact, "text": self.message(one.text)} for one in facts_of(way)],
        }

    def step(self, step: WayStep) -> Json:
        return {
            "how": step.how.value,
            "asked": step.how in TAKEN,
            "host": step.host,
            "domain": step.domain,
            "other_site": step.other_site,
            "names_medicine": bool(step.medicine),
            "affiliate": step.affiliate,
            "country": step.country or None,
            "front": printable(step.front) or None,
            "subject": step.subject.value,
            "text": self.message(step_text(step)),
            "details": [self.message(detail) for detail in step_details(step)],
        }

    def address_fact(self, fact: AddressFact) -> Json:
        return {
            "label": self.message(fact.label),
            "text": self.message(fact.text),
            "source": fact.source,
            "at": _time(fact.at),
        }

    def paragraph(self, paragraph: Paragraph) -> Json:
        return {
            "text": self.message(paragraph.text),
            "url": paragraph.url,
            "source": printable(paragraph.source),
            "as_of": paragraph.as_of,
        }

    def law(self, law: LawAnswer) -> Json:
        return {
            "country": law.country,
            "prescription": law.prescription.value,
            "over_the_counter": law.over_the_counter.value,
            "established": [
                {
                    "topic": said.topic.value,
                    "text": self.message(said.text),
                    "source": printable(said.source),
                    "as_of": said.as_of,
                }
                for said in law.established
            ],
            "not_established": [
                {"topic": open_.topic.value, "text": self.message(open_.text)}
                for open_ in law.not_established
            ],
        }

    def message(self, message: Message) -> dict[str, Json]:
        template, params = message.template, message.params
        if not params:
            return {"text": _sentence(template), "template": template, "params": {}}
        return {
            "text": printable(message.text()),
            "template": template,
            "params": {
                name: self.message(value) if isinstance(value, Message) else _plain(value)
                for name, value in params.items()
            },
        }


@lru_cache(maxsize=4096)
def _sentence(template: str) -> str:
    """A sentence without parameters: most are, and the same ones stand in every report."""
    return printable(Message(template=template).text())


def _plain(value: str | int | float) -> Json:
    return printable(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> Json:
    """JSON knows neither NaN nor infinity."""
    return value if value - value == 0 else None


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")
