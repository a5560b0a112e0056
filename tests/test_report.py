"""The report and its JSON: what is in it, what is left out of it, and that it keeps its contract."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any

import jsonschema
import pytest

from checker.compose import report_on
from checker.coverage import SourceState
from checker.evidence import Evidence, Missing, MissingReason, Observation, View
from checker.finding import Direction, Finding, Outcome, Quote, Topic
from checker.judgement import judge, supplied_target
from checker.message import Message, message
from checker.report import Report, shown_probability, to_json
from checker.signals import all_signals
from checker.verdict import DecidedBy, Kind, Level, Verdict, Weighed
from checker.wording import BADGES, DECIDED_BY, KINDS, LEVELS, MISSING, TOPICS, VIEWS
from tests.reports import EMPTY, NEWS, NOON, ROGUE, evidence, faults, report, schema

CANARY = "canary7731"
SIGNAL = "prescription_medicine_in_basket"

CASES = {
    "rogue": report(ROGUE),
    "news": report(NEWS),
    "empty": report(EMPTY),
    "unknown_address": report(ROGUE, None),
    "nothing_seen": judge(
        Evidence(target=supplied_target("https://shop.example/"), country="DE", checked_at=NOON)
    ),
    "platform": judge(
        Evidence(
            target=supplied_target("https://www.facebook.com/groups/buy-viagra-uk"),
            country="GB",
            checked_at=NOON,
        )
    ),
    "unreachable": judge(
        Evidence(
            target=supplied_target("https://shop.example/"),
            country="US",
            checked_at=NOON,
            observations=(
                Observation(
                    source="page",
                    view=View.FETCHED,
                    at=NOON,
                    value=Missing(source="page", reason=MissingReason.BLOCKED, detail="403"),
                ),
            ),
        )
    ),
}


def messages(value: object) -> Iterator[dict[str, Any]]:
    """Every sentence in a JSON value."""
    if isinstance(value, dict):
        if set(value) == {"text", "template", "params"}:
            yield value
        for part in value.values():
            yield from messages(part)
    elif isinstance(value, list):
        for part in value:
            yield from messages(part)


def with_finding(finding: Finding, html: str = NEWS) -> Report:
    """A report in which ``finding`` is all that was found."""
    verdict = Verdict(
        level=Level.CAUTION,
        decided_by=DecidedBy.RULES,
        kind=Kind.PHARMACY,
        probability=0.6,
        sentence=message("A sentence."),
        weighed=(Weighed(signal=finding.signal, log_odds=1.5),),
    )
    return report_on(evidence(html), (finding,), verdict)


def seen(summary: Message, *quotes: Quote, **measures: float) -> Finding:
    return Finding(
        signal=SIGNAL, outcome=Outcome.PRESENT, summary=summary, quotes=quotes, measures=measures
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("full_address", [False, True])
def test_reports_keep_the_contract(case: str, full_address: bool) -> None:
    body = to_json(CASES[case], full_address=full_address)
    assert faults(body) == []
    assert json.loads(json.dumps(body, allow_nan=False)) == body


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("verdict", "level"), Level),
        (("verdict", "decided_by"), DecidedBy),
        (("verdict", "kind"), Kind),
        (("$reason", "topic"), Topic),
        (("$reason", "direction"), Direction),
        (("$finding", "outcome"), Outcome),
        (("$source_coverage", "state"), SourceState),
        (("$source_coverage", "reason"), MissingReason),
        (("$source_coverage", "view"), View),
    ],
    ids=lambda value: value if isinstance(value, tuple) else value.__name__,
)
def test_the_schema_knows_every_word(path: tuple[str, str], words: type[StrEnum]) -> None:
    where, name = path
    part = schema()["$defs"][where[1:]] if where[0] == "$" else schema()["properties"][where]
    assert [word for word in part["properties"][name]["enum"] if word is not None] == list(words)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (Level, LEVELS),
        (Level, BADGES),
        (DecidedBy, DECIDED_BY),
        (Kind, KINDS),
        (MissingReason, MISSING),
        (Topic, TOPICS),
        (View, VIEWS),
    ],
)
def test_every_word_has_a_label(words: type[StrEnum], labels: dict[str, object]) -> None:
    assert set(labels) == set(words)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"schema": "report-v2"}, id="version"),
        pytest.param({"verdict": {}}, id="verdict_without_level"),
        pytest.param({"limits": ["a bare text"]}, id="sentence_without_template"),
        pytest.param({"checked_at": "yesterday"}, id="time"),
        pytest.param({"country": {"code": "gb", "name": "x"}}, id="country"),
    ],
)
def test_the_contract_is_strict(broken: dict[str, object]) -> None:
    assert faults({**to_json(CASES["rogue"]), **broken}) != []


def test_the_contract_lets_reports_grow() -> None:
    assert faults({**to_json(CASES["rogue"]), "weather": {"rain": 3}}) == []


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_comes_with_template_and_parameters(case: str) -> None:
    found = list(messages(to_json(CASES[case])))
    assert len(found) > 10
    for sentence in found:
        assert sentence["text"]
        places = set(re.findall(r"{(\w+)}", sentence["template"]))
        assert places <= set(sentence["params"])


@pytest.mark.parametrize("case", CASES)
def test_no_report_accuses_in_our_own_words(case: str) -> None:
    accusing = re.compile(r"\b(safe|illegal(?:ly)?|scam\w*|fraud\w*)\b", re.IGNORECASE)
    for sentence in messages(to_json(CASES[case])):
        assert not accusing.search(sentence["template"]), sentence["template"]


@pytest.mark.parametrize("case", CASES)
def test_reasons_and_law_carry_source_and_date(case: str) -> None:
    made = CASES[case]
    for reason in (*made.reasons_against, *made.reasons_for, *made.context):
        assert reason.source
        assert reason.seen_at == NOON
    for paragraph in (*made.legal, *made.report_to):
        assert bool(paragraph.as_of) == bool(paragraph.source)
        assert "general knowledge" not in paragraph.source


def test_a_rogue_page_is_told_with_the_words_seen() -> None:
    made = CASES["rogue"]
    reasons = {reason.signal: reason for reason in made.reasons_against}
    quotes = reasons[SIGNAL].quotes
    assert any("Viagra 100mg" in quote.text for quote in quotes)
    assert all(quote.where.startswith("https://shop.example/") for quote in quotes)
    assert made.legal
    assert made.next_steps
    assert made.coverage.signals_asked == len(all_signals())


@pytest.mark.parametrize("field", ["legal", "next_steps", "report_to"])
def test_pages_without_medicines_get_no_advice(field: str) -> None:
    assert CASES["news"].verdict.level is Level.NOT_A_PHARMACY
    assert getattr(CASES["news"], field) == ()


def test_the_heaviest_and_decisive_reasons_come_first() -> None:
    ids = [s.id for s in all_signals().values() if s.meta.direction is Direction.CONCERN][:3]
    findings = [replace(seen(message("x")), signal=name) for name in ids]
    verdict = replace(
        CASES["rogue"].verdict,
        weighed=(
            Weighed(signal=ids[0], log_odds=0.5),
            Weighed(signal=ids[1], log_odds=2.0),
            Weighed(signal=ids[2], log_odds=0.1, decisive=True),
        ),
    )
    made = report_on(evidence(NEWS), findings, verdict)
    assert [r.signal for r in made.reasons_against] == [ids[2], ids[1], ids[0]]
    assert made.reasons_against[0].decisive


# Coverage


def test_coverage_names_what_was_not_asked() -> None:
    states = {s.source: s.state for s in CASES["rogue"].coverage.sources}
    assert states["page"] is SourceState.FOUND
    assert states["registers"] is SourceState.FOUND
    assert states["registration"] is SourceState.NOT_ASKED
    assert states["page:terms"] is SourceState.NOT_ASKED


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (MissingReason.NOT_FOUND, SourceState.ABSENT),
        (MissingReason.NOT_ASKED, SourceState.NOT_ASKED),
        (MissingReason.NOT_APPLICABLE, SourceState.NOT_APPLICABLE),
        (MissingReason.NO_ENCRYPTION, SourceState.ABSENT),
        (MissingReason.TIMEOUT, SourceState.MISSING),
        (MissingReason.THROTTLED, SourceState.MISSING),
        (MissingReason.NO_NETWORK, SourceState.MISSING),
        (MissingReason.ROBOTS, SourceState.MISSING),
    ],
)
def test_states_of_a_source(reason: MissingReason, state: SourceState) -> None:
    gone = Missing(source="page:terms", reason=reason)
    more = Observation(source="page:terms", view=View.FETCHED, at=NOON, value=gone)
    whole = evidence(ROGUE)
    made = judge(replace(whole, observations=(*whole.observations, more)))
    (found,) = (s for s in made.coverage.sources if s.source == "page:terms")
    assert (found.state, found.reason) == (state, reason)


def test_nothing_seen_answers_less_than_something() -> None:
    assert 0 < CASES["nothing_seen"].coverage.share < CASES["rogue"].coverage.share <= 1
    assert CASES["nothing_seen"].verdict.level is Level.INCONCLUSIVE


def test_nothing_is_concluded_from_the_stand_in_of_an_unknown_address() -> None:
    needing = {s.id for s in all_signals().values() if "target" in s.meta.needs}
    outcomes = {f.signal: f.outcome for f in CASES["unknown_address"].findings}
    assert needing
    assert {outcomes[name] for name in needing} == {Outcome.UNKNOWN}


# Limits


@pytest.mark.parametrize(
    ("html", "url", "words"),
    [
        (NEWS, "https://shop.example/", "handed to us as a file"),
        (NEWS, None, "address of this page is not known"),
        ("<div>" * 3000 + "deep", "https://shop.example/", "a limit was reached"),
    ],
)
def test_limits_are_told(html: str, url: str | None, words: str) -> None:
    assert any(words in limit.text() for limit in report(html, url).limits)


# Privacy


def test_path_and_query_are_left_out_unless_asked_for() -> None:
    url = f"https://shop.example/{CANARY}/viagra?mail={CANARY}"
    made = report(ROGUE, url)
    assert CANARY not in json.dumps(to_json(made))
    assert f"{CANARY}/viagra?mail={CANARY}" in json.dumps(to_json(made, full_address=True))


def test_words_of_the_address_are_left_out_too() -> None:
    quote = Quote(text=CANARY, where=f"https://shop.example/{CANARY} (address)")
    made = with_finding(seen(message("x"), quote))
    assert CANARY not in json.dumps(to_json(made))
    assert CANARY in json.dumps(to_json(made, full_address=True))


def test_what_was_typed_is_in_no_report() -> None:
    made = report(ROGUE)
    made = replace(made, target=replace(made.target, typed=CANARY))
    assert CANARY not in json.dumps(to_json(made, full_address=True))


# Third-party text and odd numbers


def test_text_of_strangers_is_harmless_in_json() -> None:
    hostile = "a\x1b[31m\u202eb\ud800\u200b{percent}"
    made = with_finding(
        seen(message("Says {what}", what=hostile), Quote(text=hostile, where=hostile))
    )
    body = to_json(made)
    assert faults(body) == []
    text = json.dumps(body, ensure_ascii=False)
    text.encode("utf-8")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u200b]", text)
    assert "Says a[31mb\ufffd{percent}" in text


def test_measures_that_json_does_not_know_are_null() -> None:
    made = with_finding(seen(message("x"), days=math.nan, share=math.inf, offers=3.0))
    body: Any = to_json(made)
    (finding,) = body["findings"]
    assert finding["measures"] == {"days": None, "share": None, "offers": 3.0}
    assert faults(body) == []


@pytest.mark.parametrize(
    ("probability", "shown"), [(None, None), (0.0, 0.01), (1.0, 0.99), (0.987, 0.99), (0.333, 0.33)]
)
def test_probabilities_are_rounded_and_never_certain(
    probability: float | None, shown: float | None
) -> None:
    assert shown_probability(probability) == shown


def test_the_same_evidence_gives_the_same_report() -> None:
    assert to_json(report(ROGUE)) == to_json(report(ROGUE))
