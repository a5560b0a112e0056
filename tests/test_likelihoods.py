"""Address evidence: which published shares count, how they join, and what they never do."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import likelihoods as module
from checker.cli import main
from checker.compose import report_on
from checker.evidence import ADDRESS_SOURCES, Evidence, Missing, MissingReason, Observation, View
from checker.finding import Direction, Finding, Outcome
from checker.judgement import judge
from checker.kind import classify
from checker.likelihoods import (
    MOST_FACTOR,
    SWITCHED_OFF,
    Likelihood,
    Likelihoods,
    address_evidence,
    most_log_odds,
    published,
)
from checker.message import message
from checker.reference import table
from checker.registration import Privacy
from checker.report import Report, to_json
from checker.signals import all_signals, run
from checker.terminal import console_for, show
from checker.verdict import (
    CAUTION_FROM,
    HIGH_RISK_FROM,
    Kind,
    Level,
    Reading,
    Seen,
    decide,
    weights,
)
from tests.signals.build import NOW, evidence, registration, shop, visit

ROWS = table("likelihoods")


def likelihood(signal: str, ratio: float, part: str = "registration") -> Likelihood:
    return Likelihood(
        signal=signal, part=part, illicit_share=ratio / 100, lawful_share=0.01, source="a study"
    )


def likelihoods(**ratios: float) -> Likelihoods:
    """One invented pair of shares a source: ``likelihoods(registration=3)``."""
    return {
        f"{part}_fact": likelihood(f"{part}_fact", ratio, part) for part, ratio in ratios.items()
    }


def finding(signal: str, outcome: Outcome = Outcome.PRESENT) -> Finding:
    return Finding(signal=signal, outcome=outcome, summary=message("seen"))


def seen(kind: Kind = Kind.PHARMACY, reading: Reading = Reading.FULL, **more: Any) -> Seen:
    return Seen(kind=kind, reading=reading, **more)


# The table


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["signal"])
def test_row(row: dict[str, str]) -> None:
    """A ratio needs both shares, of one population each that can be compared, and one year."""
    signal = all_signals()[row["signal"]]
    assert row["part"] in signal.meta.needs
    assert row["part"] in ADDRESS_SOURCES
    assert row["source"]
    assert "general knowledge" not in row["source"].lower()
    assert row["note"]
    assert row["comparable"] in ("yes", "no")
    if row["comparable"] == "no":
        assert signal.meta.direction is Direction.CONTEXT, "what counts nothing is context"
        return
    assert signal.meta.direction is Direction.CONCERN
    assert row["illicit_share"]
    assert row["lawful_share"]
    assert row["illicit_year"] == row["lawful_year"]
    assert published()[row["signal"]].ratio > 1


def test_the_table_holds_shares_and_no_ratio() -> None:
    assert "ratio" not in ROWS[0]


def test_a_pair_of_different_things_does_not_count() -> None:
    """Illicit pharmacies against names at large, one year apart: quoted, and not weighed."""
    (row,) = (row for row in ROWS if row["signal"] == "registration_proxy_service")
    assert (row["illicit_share"], row["lawful_share"]) == ("0.39-0.51", "0.18-0.20")
    assert "registration_proxy_service" not in published()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"lawful_share": ""}, "both shares"),
        ({"illicit_share": ""}, "both shares"),
        ({"lawful_year": "2010"}, "different years"),
    ],
)
def test_a_row_that_may_not_count_is_refused(changes: dict[str, str], complaint: str) -> None:
    row = {
        "signal": "registration_proxy_service",
        "part": "registration",
        "illicit_share": "0.4-0.5",
        "illicit_year": "2011",
        "lawful_share": "0.1-0.2",
        "lawful_year": "2011",
        "source": "a study",
    }
    assert module._likelihood(row).ratio == pytest.approx(2.0), "the careful ends of both spans"
    with pytest.raises(ValueError, match=complaint):
        module._likelihood({**row, **changes})


def test_address_signals_are_told_by_records_and_weigh_nothing_yet() -> None:
    """What needs a record about the address is context, unless a pair of shares makes it count."""
    for name, signal in all_signals().items():
        if set(signal.meta.needs) & set(ADDRESS_SOURCES) and name not in published():
            assert signal.meta.direction is Direction.CONTEXT, name


# Joining


@pytest.mark.parametrize(
    ("table_", "present", "factor", "capped"),
    [
        pytest.param({}, ["registration_fact"], 1.0, False, id="no ratio"),
        pytest.param(likelihoods(registration=3), [], 1.0, False, id="not seen"),
        pytest.param(likelihoods(registration=3), ["registration_fact"], 3.0, False, id="one"),
        pytest.param(
            likelihoods(registration=3, dns=2),
            ["registration_fact", "dns_fact"],
            6.0,
            False,
            id="two sources multiply",
        ),
        pytest.param(
            likelihoods(registration=4, dns=5),
            ["registration_fact", "dns_fact"],
            MOST_FACTOR,
            True,
            id="capped",
        ),
        pytest.param(
            likelihoods(registration=0.2), ["registration_fact"], 1.0, False, id="never below one"
        ),
        pytest.param(
            {"a": likelihood("a", 3), "b": likelihood("b", 2)},
            ["a", "b"],
            3.0,
            False,
            id="one source, told once",
        ),
    ],
)
def test_factor(table_: Likelihoods, present: list[str], factor: float, capped: bool) -> None:
    found = address_evidence([finding(signal) for signal in present], table_)
    assert found.factor == pytest.approx(factor)
    assert found.capped is capped
    assert found.counted
    assert math.prod(part.ratio for part in found.parts) >= found.factor - 1e-9


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.PRESENT])
def test_only_what_is_present_counts(outcome: Outcome) -> None:
    findings = [finding("registration_fact", outcome)]
    assert address_evidence(findings, likelihoods(registration=3)).factor == 1.0


@pytest.mark.parametrize(
    ("outcome", "unanswered", "factor"),
    [
        (Outcome.UNKNOWN, {"registration"}, 3.0),
        (Outcome.UNKNOWN, {"dns"}, 1.0),
        (Outcome.UNKNOWN, set(), 1.0),
        (Outcome.ABSENT, {"registration"}, 1.0),
        (Outcome.PRESENT, set(), 3.0),
    ],
)
def test_what_a_silent_source_could_have_added(
    outcome: Outcome, unanswered: set[str], factor: float
) -> None:
    findings = [finding("registration_fact", outcome)]
    most = most_log_odds(findings, likelihoods(registration=3), unanswered)
    assert most == pytest.approx(math.log(factor))


def test_what_silent_sources_could_add_is_capped_too() -> None:
    findings = [finding(f"{part}_fact", Outcome.UNKNOWN) for part in ADDRESS_SOURCES]
    table_ = likelihoods(registration=9, dns=9, certificate=9, origin=9)
    assert most_log_odds(findings, table_, ADDRESS_SOURCES) == pytest.approx(math.log(MOST_FACTOR))


# In the verdict


def sign(low: float, high: float) -> Finding:
    """A sign on the pages whose weight lies between ``low`` and ``high``."""
    fits = (s for s, w in weights().items() if low <= w.log_odds <= high and not w.decisive)
    return finding(min(fits))


ALL = likelihoods(registration=9, dns=9, certificate=9, origin=9)
EVERY_FACT = [finding(signal) for signal in ALL]


def test_alone_it_makes_no_level_and_shows_in_the_probability() -> None:
    without, with_it = decide(seen(), []), decide(seen(), EVERY_FACT, likelihoods=ALL)
    assert without.level is with_it.level is Level.UNVERIFIED
    assert without.probability is not None
    assert with_it.probability is not None
    assert without.probability < with_it.probability < CAUTION_FROM
    assert with_it.address.factor == MOST_FACTOR


CONCERN = sign(1.5, 2.5)
"""Alone it stays under the line."""


def test_beside_a_sign_on_the_page_it_lifts_to_caution() -> None:
    assert decide(seen(), [CONCERN]).level is Level.UNVERIFIED
    lifted = decide(seen(), [CONCERN, *EVERY_FACT], likelihoods=ALL)
    assert lifted.level is Level.CAUTION
    assert (
        decide(seen(), [CONCERN, *EVERY_FACT], likelihoods=SWITCHED_OFF).level is Level.UNVERIFIED
    )


def test_each_fact_is_shown_with_its_part() -> None:
    verdict = decide(seen(), [CONCERN, *EVERY_FACT], likelihoods=ALL)
    parts = {part.signal: part.log_odds for part in verdict.weighed}
    assert sum(parts[signal] for signal in ALL) == pytest.approx(math.log(MOST_FACTOR), abs=0.01)
    assert [part.log_odds for part in verdict.weighed] == sorted(parts.values(), reverse=True)
    plain = decide(seen(), [CONCERN, *EVERY_FACT], likelihoods=SWITCHED_OFF)
    assert sum(part.log_odds for part in plain.weighed) == parts[CONCERN.signal]


def test_switched_off_says_so() -> None:
    assert not decide(seen(), EVERY_FACT, likelihoods=SWITCHED_OFF).address.counted
    assert decide(seen(), EVERY_FACT).address.counted


def test_it_lifts_nothing_to_high_risk() -> None:
    heavy = sign(3.1, 4.6)
    before = decide(seen(), [heavy])
    assert before.level is Level.CAUTION
    after = decide(seen(), [heavy, *EVERY_FACT], likelihoods=ALL)
    assert after.level is Level.CAUTION
    assert after.probability is not None
    assert before.probability is not None
    assert before.probability < after.probability < HIGH_RISK_FROM


@pytest.mark.parametrize(
    ("unanswered", "level"),
    [
        (frozenset({"registration"}), Level.INCONCLUSIVE),
        (frozenset({"dns"}), Level.UNVERIFIED),
        (frozenset(), Level.UNVERIFIED),
    ],
)
def test_a_silent_source_that_could_have_made_it_caution(
    unanswered: frozenset[str], level: Level
) -> None:
    """Not asked (the empty set) lowers coverage only; asked in vain leaves the question open."""
    findings = [CONCERN, finding("registration_fact", Outcome.UNKNOWN)]
    what = seen(address_unanswered=unanswered)
    assert decide(what, findings, likelihoods=likelihoods(registration=9)).level is level


def test_a_silent_source_that_could_not_have_made_it_caution_changes_nothing() -> None:
    findings = [finding("registration_fact", Outcome.UNKNOWN)]
    what = seen(address_unanswered=frozenset({"registration"}))
    assert decide(what, findings, likelihoods=likelihoods(registration=9)).level is Level.UNVERIFIED


@pytest.mark.parametrize("kind", [Kind.INFORMATION, Kind.OTHER_SHOP, Kind.REGULATOR, Kind.OTHER])
def test_it_says_nothing_of_sites_that_sell_no_medicine(kind: Kind) -> None:
    verdict = decide(seen(kind), [CONCERN, *EVERY_FACT], likelihoods=ALL)
    assert verdict.level is Level.NOT_A_PHARMACY
    assert verdict.address.factor == 1.0


REASSURING = {Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY}
ratios = st.dictionaries(st.sampled_from(ADDRESS_SOURCES), st.floats(0.1, 50), max_size=4)


@given(
    ratios=ratios,
    concerns=st.lists(st.sampled_from(sorted(weights())), unique=True, max_size=4),
    told=st.fixed_dictionaries({part: st.sampled_from(list(Outcome)) for part in ADDRESS_SOURCES}),
    lost=st.sets(st.sampled_from(ADDRESS_SOURCES)),
    page=st.builds(Seen, kind=st.sampled_from(list(Kind)), reading=st.sampled_from(list(Reading))),
)
def test_losing_a_source_never_reassures(
    ratios: dict[str, float],
    concerns: list[str],
    told: dict[str, Outcome],
    lost: set[str],
    page: Seen,
) -> None:
    """A source asked in vain instead of answering: no report moves into a reassuring level."""
    table_ = likelihoods(**ratios)
    on_pages = [finding(signal) for signal in concerns]
    facts = [finding(f"{part}_fact", outcome) for part, outcome in told.items()]
    gone = [
        finding(f"{part}_fact", Outcome.UNKNOWN if part in lost else outcome)
        for part, outcome in told.items()
    ]
    before = decide(page, [*on_pages, *facts], likelihoods=table_)
    in_vain = replace(page, address_unanswered=frozenset(lost))
    after = decide(in_vain, [*on_pages, *gone], likelihoods=table_)
    if after.level in REASSURING:
        assert before.level in REASSURING
    assert after.level is not Level.VERIFIED


@given(
    ratios=ratios,
    concerns=st.lists(st.sampled_from(sorted(weights())), unique=True, max_size=6),
    kind=st.sampled_from(list(Kind)),
)
def test_it_only_ever_speaks_against_and_never_to_high_risk(
    ratios: dict[str, float], concerns: list[str], kind: Kind
) -> None:
    on_pages = [finding(signal) for signal in concerns]
    facts = [finding(f"{part}_fact") for part in ratios]
    without = decide(seen(kind), on_pages)
    with_it = decide(seen(kind), [*on_pages, *facts], likelihoods=likelihoods(**ratios))
    assert without.probability is not None
    assert with_it.probability is not None
    assert with_it.probability >= without.probability
    assert (with_it.level is Level.HIGH_RISK) == (without.level is Level.HIGH_RISK)
    if without.level is Level.CAUTION:
        assert with_it.level is Level.CAUTION


# Through the runner


NEEDING = {
    name: signal.meta.needs
    for name, signal in all_signals().items()
    if set(signal.meta.needs) & set(ADDRESS_SOURCES)
}


def with_missing(reason: MissingReason) -> Evidence:
    plain = evidence()
    missing = tuple(
        Observation(
            source=source, view=View.FETCHED, at=NOW, value=Missing(source=source, reason=reason)
        )
        for source in ADDRESS_SOURCES
    )
    return Evidence(
        target=plain.target,
        country=plain.country,
        checked_at=plain.checked_at,
        observations=(*plain.observations, *missing),
    )


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (MissingReason.TIMEOUT, Outcome.UNKNOWN),
        (MissingReason.THROTTLED, Outcome.UNKNOWN),
        (MissingReason.NO_NETWORK, Outcome.UNKNOWN),
        (MissingReason.NOT_ASKED, Outcome.UNKNOWN),
        (MissingReason.NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ],
)
def test_every_address_signal_without_its_source(reason: MissingReason, outcome: Outcome) -> None:
    found = {f.signal: f.outcome for f in run(with_missing(reason))}
    assert {found[name] for name in NEEDING} == {outcome}


def test_a_check_that_asked_nobody_answers_them_all_unknown() -> None:
    found = {f.signal: f.outcome for f in run(evidence())}
    assert {found[name] for name in NEEDING} == {Outcome.UNKNOWN}


@pytest.mark.parametrize(
    ("reason", "in_vain"),
    [
        (MissingReason.TIMEOUT, True),
        (MissingReason.THROTTLED, True),
        (MissingReason.NOT_ASKED, False),
        (MissingReason.NOT_APPLICABLE, False),
        (MissingReason.NOT_FOUND, False),
    ],
)
def test_which_sources_were_asked_in_vain(reason: MissingReason, in_vain: bool) -> None:
    expected = frozenset(ADDRESS_SOURCES) if in_vain else frozenset()
    assert classify(with_missing(reason)).address_unanswered == expected


def test_judging_with_them_and_without() -> None:
    assert judge(evidence()).verdict.address.counted
    assert not judge(evidence(), likelihoods=False).verdict.address.counted


# Shown


def shown(report: Report) -> str:
    stream = StringIO()
    show(report, console_for(stream, width=100))
    return stream.getvalue()


PROXY_COUNTS = {
    "registration_proxy_service": likelihood("registration_proxy_service", 3.1),
}


@pytest.mark.parametrize(
    ("table_", "line"),
    [
        (PROXY_COUNTS, "Address evidence: ×3.1"),
        ({}, "Address evidence: ×1 (no published comparison for what was seen)"),
        (SWITCHED_OFF, "Address evidence: not counted, as asked for"),
    ],
)
def test_the_report_has_a_line_of_its_own(table_: Likelihoods, line: str) -> None:
    answer = registration(privacy=Privacy.PROXY, privacy_service="Example Privacy")
    plain = evidence(visit(shop()))
    asked = Observation(source="registration", view=View.FETCHED, at=NOW, value=answer)
    with_record = replace(plain, observations=(*plain.observations, asked))
    findings = run(with_record)
    verdict = decide(classify(with_record), findings, likelihoods=table_)
    report = report_on(with_record, findings, verdict)
    assert line in shown(report)
    told = json.loads(json.dumps(to_json(report)))["verdict"]["address_evidence"]
    assert told["factor"] == pytest.approx(verdict.address.factor)
    assert told["counted"] is (table_ is not SWITCHED_OFF)
    assert [part["signal"] for part in told["parts"]] == [p.signal for p in verdict.address.parts]


def test_where_nothing_behind_the_address_was_asked_there_is_no_line() -> None:
    assert "Address evidence" not in shown(judge(evidence()))


def test_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>Shop</title><p>Viagra 100 mg £49</p>", encoding="utf-8")
    words = ["check", "https://shop.example/", "--page", str(page), "--json"]
    for option, counted in ((["--no-likelihoods"], False), ([], True)):
        main([*words, *option])
        assert (
            json.loads(capsys.readouterr().out)["verdict"]["address_evidence"]["counted"] is counted
        )
