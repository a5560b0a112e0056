"""Write the golden reports anew: ``python -m tests.contract.write``, from the root of the checkout.

One small report a level, for everything that reads reports (the schema here, pages and extensions
elsewhere). They show the form, not the judgement of the day: findings that saw nothing are left
out, and nobody compares them word for word with what today's signals say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from checker.compose import report_on
from checker.evidence import Evidence, Missing, MissingReason, Observation, ObservedValue, View
from checker.finding import Finding, Outcome, Quote
from checker.judgement import judge
from checker.likelihoods import NO_ADDRESS_EVIDENCE, AddressEvidence, Part
from checker.message import message
from checker.registration import Privacy, Registration, RegistrationState
from checker.report import Report, to_json
from checker.verdict import DecidedBy, Kind, Level, Verdict, Weighed
from tests.contract import family
from tests.reports import EMPTY, NEWS, NOON, ROGUE, evidence

HERE = Path(__file__).parent

SIGNAL = "prescription_medicine_in_basket"
_ADDRESS = AddressEvidence(
    factor=2.0,
    parts=(Part(signal="registration_proxy_service", ratio=2.0, source="an invented study"),),
)
"""What stood behind an address when a published comparison counted."""


def reports() -> Iterator[tuple[str, Report]]:
    """Each golden report by its name."""
    yield "high_risk", _made(Level.HIGH_RISK, DecidedBy.DECISIVE_EVIDENCE, 0.97, ROGUE)
    yield "caution", _made(Level.CAUTION, DecidedBy.RULES, 0.62, ROGUE)
    yield "unverified", _made(Level.UNVERIFIED, DecidedBy.RULES, 0.08, NEWS)
    yield "verified", _made(Level.VERIFIED, DecidedBy.REGISTER, 0.02, NEWS)
    yield "not_a_pharmacy", judge(evidence(NEWS))
    yield "inconclusive", judge(evidence(EMPTY))
    yield "unreachable", judge(_unreachable())
    yield "family", judge(family.seen())
    yield "hostile", _hostile()


def _made(level: Level, by: DecidedBy, probability: float, html: str) -> Report:
    """A report at ``level`` whatever the weights of the day are."""
    seen = _behind(evidence(html, "https://xn--e1afmkfd.xn--p1ai/"))
    judged = judge(seen)
    verdict = Verdict(
        level=level,
        decided_by=by,
        kind=Kind.PHARMACY,
        probability=probability,
        sentence=message("An example of the level {level}.", level=level.value),
        weighed=tuple(
            Weighed(signal=f.signal, log_odds=1.0, decisive=by is DecidedBy.DECISIVE_EVIDENCE)
            for f in judged.findings
            if f.outcome is Outcome.PRESENT
        ),
        address=_ADDRESS if level is Level.CAUTION else NO_ADDRESS_EVIDENCE,
    )
    return report_on(seen, judged.findings, verdict)


def _behind(seen: Evidence) -> Evidence:
    """``seen`` with something behind the address: a record, and a source that turned us away."""
    record = Registration(
        state=RegistrationState.REGISTERED,
        domain=seen.target.domain,
        created=date(2026, 9, 12),
        expires=date(2027, 9, 12),
        registrar="Invented Names Ltd",
        privacy=Privacy.REDACTED,
        source="rdap",
        server="rdap.registry.example",
        at=NOON,
    )
    values: dict[str, ObservedValue] = {
        "registration": record,
        "dns": Missing(source="dns", reason=MissingReason.DNS_TIMEOUT),
    }
    asked = tuple(
        Observation(source=source, view=View.ASKED, at=NOON, value=value)
        for source, value in values.items()
    )
    return replace(seen, observations=(*seen.observations, *asked))


def _unreachable() -> Evidence:
    gone = Missing(source="page", reason=MissingReason.TIMEOUT, detail="first byte")
    asked = Observation(source="page", view=View.FETCHED, at=NOON, value=gone)
    return replace(evidence(NEWS, country="DE"), observations=(asked,))


def _hostile() -> Report:
    """Text of strangers wherever a report can carry it."""
    words = '<img src=x onerror="alert(1)">\u202e\x1b[31m =1+1 {0} ' + "x" * 100
    finding = Finding(
        signal=SIGNAL,
        outcome=Outcome.PRESENT,
        summary=message("It says {what}", what=words),
        quotes=(Quote(text=words, where=f"https://shop.example/{words} (main)"),),
    )
    judged = _made(Level.CAUTION, DecidedBy.RULES, 0.62, NEWS)
    seen = family.with_relatives(evidence(NEWS), family.hostile(words))
    return report_on(seen, (finding,), judged.verdict)


def body(report: Report) -> str:
    """The file's text: JSON without the findings that saw nothing."""
    seen = tuple(f for f in report.findings if f.outcome is Outcome.PRESENT)
    plain = to_json(replace(report, findings=seen))
    return json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def main() -> None:
    """Write all of them."""
    for name, report in reports():
        (HERE / f"{name}.json").write_text(body(report), encoding="utf-8")


if __name__ == "__main__":
    main()
