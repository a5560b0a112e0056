"""Evidence, findings and verdict put together as a :class:`~checker.report.Report`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import checker
from checker.address_facts import address_facts
from checker.claims import claims_of
from checker.countries import country_name
from checker.coverage import coverage_of
from checker.evidence import Evidence, Missing, MissingReason, PageVisit, View
from checker.finding import Direction, Finding, Meta, Outcome, Topic
from checker.letter import letter
from checker.listing import Standing
from checker.message import N_, Message, message
from checker.next_steps import TABLES_OF, already_bought, law, legal, next_steps, report_to
from checker.page.facts import MedicineMention
from checker.reference import table
from checker.registers.worth import Worth
from checker.report import SCHEMA, Reason, Report, Source
from checker.route import NO_ROUTE
from checker.seen import shown_to
from checker.signals import all_signals
from checker.signals._route import route_of
from checker.site import Site
from checker.target import CLOSED, UNSEEN
from checker.verdict import Verdict, Weighed
from checker.way import way_of
from checker.wording import VIEWS, source_label


def report_on(
    evidence: Evidence,
    findings: Sequence[Finding],
    verdict: Verdict,
    notes: Sequence[Message] = (),
) -> Report:
    """The whole report; adds no judgement of its own. ``notes`` are said among its limits."""
    reasons = tuple(_reasons(evidence, findings, verdict))
    medicines, sellers = _medicines(evidence), _seller_countries(evidence)
    report = Report(
        target=evidence.target,
        country=evidence.country,
        country_name=country_name(evidence.country).text(),
        checked_at=evidence.checked_at,
        verdict=verdict,
        reasons_against=_pointing(reasons, Direction.CONCERN),
        reasons_for=_pointing(reasons, Direction.REASSURANCE),
        context=_pointing(reasons, Direction.CONTEXT),
        findings=tuple(findings),
        coverage=coverage_of(evidence, findings),
        law=law(evidence.country, verdict, medicines, sellers),
        legal=legal(evidence.country, verdict, medicines, sellers),
        next_steps=next_steps(evidence.country, verdict, evidence.target.platform),
        already_bought=already_bought(evidence.country, verdict),
        report_to=report_to(evidence.country, verdict, evidence.target.platform),
        timeline=() if isinstance(evidence.hops, Missing) else evidence.hops,
        way=way_of(evidence),
        shown=shown_to(evidence),
        route=NO_ROUTE if isinstance(evidence.page, Missing) else route_of(Site.of(evidence)),
        relatives=None if isinstance(evidence.relatives, Missing) else evidence.relatives,
        address_facts=address_facts(evidence),
        entries=() if isinstance(evidence.registers, Missing) else evidence.registers.entries,
        limits=(*notes, *_limits(evidence)),
        sources=tuple(_sources(evidence, reasons)),
        versions=_versions(),
    )
    return replace(report, letter=letter(report))


def _medicines(evidence: Evidence) -> tuple[MedicineMention, ...]:
    """The medicines seen, those on offer first."""
    pages = [visit.facts for visit in evidence.visits]
    offered = (offer.medicine for page in pages for offer in page.offers if offer.medicine)
    return (*offered, *(medicine for page in pages for medicine in page.medicines))


def _seller_countries(evidence: Evidence) -> tuple[str, ...]:
    """The countries whose registers name the site, then those it refers to."""
    listed = () if isinstance(evidence.registers, Missing) else evidence.registers.entries
    named = [e.country for e in listed if e.worth in (Worth.CURRENT, Worth.STALE)]
    page = isinstance(evidence.page, Missing)
    claims = () if page else claims_of(Site.of(evidence))
    claimed = [claim.country for claim in claims if claim.valid is not False]
    return tuple(dict.fromkeys(country for country in (*named, *claimed) if country))


def _pointing(reasons: Sequence[Reason], direction: Direction) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason.direction is direction)


def _reasons(evidence: Evidence, findings: Sequence[Finding], verdict: Verdict) -> Iterator[Reason]:
    """A reason for every present finding: the decisive first, then the heaviest."""
    weighed = {part.signal: part for part in verdict.weighed}
    seen = [f for f in findings if f.outcome is Outcome.PRESENT]
    nothing = Weighed(signal="", log_odds=0.0)

    def order(finding: Finding) -> tuple[bool, float, str]:
        part = weighed.get(finding.signal, nothing)
        return not part.decisive, -abs(part.log_odds), finding.signal

    for finding in sorted(seen, key=order):
        yield _reason(evidence, finding, weighed.get(finding.signal, nothing), verdict)


def _direction(meta: Meta, verdict: Verdict) -> Direction:
    """Where a signal points. Of a name that changed hands, what an authority says was said of whoever had it
    before: no reason for whoever has it now."""
    changed = verdict.listed.standing is Standing.CHANGED_HANDS
    of_another = (
        changed and meta.topic is Topic.AUTHORITY and meta.direction is Direction.REASSURANCE
    )
    return Direction.CONTEXT if of_another else meta.direction


def _reason(evidence: Evidence, finding: Finding, part: Weighed, verdict: Verdict) -> Reason:
    meta = all_signals()[finding.signal].meta
    return Reason(
        signal=finding.signal,
        topic=meta.topic,
        direction=_direction(meta, verdict),
        weight=part.log_odds,
        decisive=part.decisive,
        experimental=meta.experimental,
        title=message(meta.title),
        text=finding.summary,
        quotes=tuple(dict.fromkeys(finding.quotes)),
        why=message(meta.why),
        verify=message(meta.verify),
        source=meta.source,
        seen_at=max((o.at for o in evidence.observations), default=evidence.checked_at),
    )


@cache
def _covered_languages() -> frozenset[str]:
    return frozenset(row["language"] for row in table("phrases"))


def _limits(evidence: Evidence) -> Iterator[Message]:
    """What the reader must know about how far this check could see."""
    if evidence.target.host == UNSEEN:
        yield message(N_("The address of this page is not known: nothing was said about it."))
    if evidence.target.asked:
        yield message(
            N_("Short links were opened by asking {hosts}, which may have counted a visit."),
            hosts=", ".join(evidence.target.asked),
        )
    if CLOSED in evidence.target.notes:
        yield message(N_("The short link was asked and did not say where it leads."))
    if any(o.view is View.SUPPLIED for o in evidence.observations):
        yield message(
            N_("The page was handed to us as a file. Whether the address serves it was not seen.")
        )
    if any(o.view is View.PASTED for o in evidence.observations):
        yield message(
            N_(
                "Judged by the words that were pasted, as if the seller had written them. The place itself was not "
                "looked at."
            )
        )
    if any(o.view is View.CLIENT for o in evidence.observations):
        yield message(
            N_(
                "The page was sent by the browser of whoever asked. Whether the site showed it to others was "
                "not seen."
            )
        )
    if any(o.view is View.SEARCH for o in evidence.observations):
        yield message(
            N_(
                "The page was visited a second time as if coming from a search page, since what its address "
                "or title says and what it shows do not fit together."
            )
        )
    if any(o.view is View.CRAWLER for o in evidence.observations):
        yield message(
            N_(
                "The page was also visited with the name of a search engine's crawler beside our own, as whoever "
                "runs this program has switched on."
            )
        )
    for visit in evidence.visits:
        yield from _page_limits(visit)
    if any(m.reason is MissingReason.BLOCKED for m in evidence.missing):
        yield message(N_("The site refused our check. That says nothing about the site."))


SHOWN = 120
"""Characters quoted of words that were not judged."""


def _page_limits(visit: PageVisit) -> Iterator[Message]:
    page = source_label("page" if visit.role == "typed" else f"page:{visit.role}")
    if visit.response.truncated or visit.facts.cuts:
        cuts = dict.fromkeys([*(["bytes"] if visit.response.truncated else []), *visit.facts.cuts])
        yield message(
            N_("{page}: a limit was reached ({limits}); it was judged as far as it was read."),
            page=page,
            limits=", ".join(cuts),
        )
    if visit.role != "typed":
        return
    language = visit.facts.language or visit.facts.declared_language[:2].lower()
    if language and language not in _covered_languages():
        yield message(
            N_(
                "{page}: its language ({language}) is not among those whose phrases we know; "
                "only prices, forms, links and names of medicines were read."
            ),
            page=page,
            language=language,
        )
    if visit.facts.style_text:
        yield message(
            N_("{page}: words that its style sheets set were not judged: “{words}”"),
            page=page,
            words=visit.facts.style_text[:SHOWN],
        )
    if visit.facts.shell:
        yield message(
            N_("{page}: little of it can be read without running its programs ({what})."),
            page=page,
            what=visit.facts.shell,
        )


def _sources(evidence: Evidence, reasons: Sequence[Reason]) -> Iterator[Source]:
    for observation in evidence.observations:
        if isinstance(observation.value, Missing):
            continue
        yield Source(
            name=message(
                N_("{source} ({view})"),
                source=source_label(observation.source),
                view=VIEWS[observation.view],
            ),
            at=observation.at,
        )
    printed = [part.strip() for reason in reasons for part in reason.source.split(";")]
    for name in sorted({name for name in printed if name}):
        yield Source(name=message("{source}", source=name))


@cache
def _versions() -> MappingProxyType[str, str]:
    return MappingProxyType(
        {
            "rxlens": checker.__version__,
            "schema": SCHEMA,
            "tables": _tables_digest(),
            "tables_of": TABLES_OF,
        }
    )


def _tables_digest() -> str:
    """Tells which state of the tables of facts a report was made with: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    tables = [f for f in files("checker.reference").iterdir() if f.name.endswith(".csv")]
    for file in sorted(tables, key=lambda f: f.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
