"""The policy as a table, and the rule that taking evidence away never reassures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.finding import Direction, Finding, Outcome
from checker.message import message
from checker.signals import all_signals
from checker.verdict import (
    DecidedBy,
    Kind,
    Level,
    Reading,
    Seen,
    decide,
    is_silent,
    weigh,
    weights,
)

REASSURING = {Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY}


def finding(signal: str, outcome: Outcome = Outcome.PRESENT) -> Finding:
    return Finding(signal=signal, outcome=outcome, summary=message("seen"))


def heaviest(*, decisive: bool) -> str:
    chosen = {s: w for s, w in weights().items() if w.decisive is decisive}
    return max(chosen, key=lambda signal: chosen[signal].log_odds)


def seen(kind: Kind = Kind.PHARMACY, reading: Reading = Reading.FULL, **more: Any) -> Seen:
    return Seen(kind=kind, reading=reading, **more)


@pytest.mark.parametrize(
    ("what", "findings", "level", "by"),
    [
        (seen(), [], Level.UNVERIFIED, DecidedBy.RULES),
        (seen(Kind.INFORMATION), [], Level.NOT_A_PHARMACY, DecidedBy.RULES),
        (seen(Kind.OTHER_SHOP), [], Level.NOT_A_PHARMACY, DecidedBy.RULES),
        (seen(reading=Reading.LITTLE), [], Level.INCONCLUSIVE, DecidedBy.TOO_LITTLE_EVIDENCE),
        (seen(Kind.UNKNOWN, Reading.NONE), [], Level.INCONCLUSIVE, DecidedBy.TOO_LITTLE_EVIDENCE),
        (seen(Kind.PARKED), [], Level.INCONCLUSIVE, DecidedBy.TOO_LITTLE_EVIDENCE),
        (seen(), [heaviest(decisive=True)], Level.HIGH_RISK, DecidedBy.DECISIVE_EVIDENCE),
        (
            seen(Kind.UNKNOWN, Reading.NONE),
            [heaviest(decisive=True)],
            Level.HIGH_RISK,
            DecidedBy.DECISIVE_EVIDENCE,
        ),
        (
            seen(Kind.SOCIAL_SELLER, Reading.NONE, platform=True),
            [],
            Level.INCONCLUSIVE,
            DecidedBy.RULES,
        ),
        (
            seen(Kind.SOCIAL_SELLER, Reading.NONE, platform=True, seller_address=True),
            [],
            Level.CAUTION,
            DecidedBy.RULES,
        ),
        (
            seen(Kind.SOCIAL_SELLER, Reading.NONE, platform=True),
            ["address_names_medicine"],
            Level.HIGH_RISK,
            DecidedBy.RULES,
        ),
        (seen(Kind.DARK_WEB, Reading.NONE, platform=True), [], Level.CAUTION, DecidedBy.RULES),
        (
            seen(Kind.REDIRECTOR, Reading.NONE, platform=True),
            [],
            Level.INCONCLUSIVE,
            DecidedBy.RULES,
        ),
    ],
)
def test_policy(what: Seen, findings: list[str], level: Level, by: DecidedBy) -> None:
    verdict = decide(what, [finding(signal) for signal in findings])
    assert (verdict.level, verdict.decided_by) == (level, by)


def test_many_concerns_make_high_risk_by_the_rules() -> None:
    concerns = [s for s, w in weights().items() if w.log_odds > 0 and not w.decisive]
    verdict = decide(seen(), [finding(signal) for signal in concerns])
    assert (verdict.level, verdict.decided_by) == (Level.HIGH_RISK, DecidedBy.RULES)
    assert verdict.probability is not None
    assert verdict.probability > 0.9


def test_absent_and_unknown_weigh_nothing() -> None:
    signal = heaviest(decisive=False)
    for outcome in (Outcome.ABSENT, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.ERROR):
        assert weigh([finding(signal, outcome)]) == ()


def test_a_page_that_did_not_answer_and_could_have_tipped_the_scale() -> None:
    untold = [
        finding(signal, Outcome.UNKNOWN)
        for signal, weight in weights().items()
        if weight.log_odds > 0 and not weight.decisive
    ]
    assert decide(seen(unanswered=True), untold).level is Level.INCONCLUSIVE
    assert decide(seen(unanswered=False), untold).level is Level.UNVERIFIED


def test_nothing_seen_gives_no_probability() -> None:
    assert decide(seen(Kind.UNKNOWN, Reading.NONE), []).probability is None


@pytest.mark.parametrize("kind", [k for k in Kind if is_silent(k)])
def test_no_silent_kind_hides_offences(kind: Kind) -> None:
    concerns = [finding(s) for s, w in weights().items() if w.log_odds > 0]
    assert decide(seen(kind), concerns).level is Level.HIGH_RISK


def test_a_kind_that_is_never_less_than_high_risk_is_not_caution_for_being_likely() -> None:
    likely = min(s for s, w in weights().items() if 3.0 <= w.log_odds < 5.0 and not w.decisive)
    assert decide(seen(), [finding(likely)]).level is Level.CAUTION
    for present in ([], [finding(likely)]):
        assert decide(seen(Kind.HACKED), present).level is Level.HIGH_RISK


def test_silent_kinds_are_those_whose_level_is_silent() -> None:
    for kind in Kind:
        if is_silent(kind):
            assert decide(seen(kind), []).level is Level.NOT_A_PHARMACY


signals = st.lists(st.sampled_from(sorted(weights())), unique=True, max_size=12)


@given(present=signals, lost=st.sets(st.integers(0, 11)), kind=st.sampled_from(list(Kind)))
def test_losing_findings_without_the_page_never_reassures(
    present: list[str], lost: set[int], kind: Kind
) -> None:
    """When the page itself is gone, whatever remains never makes a reassuring level."""
    kept = [finding(s) for i, s in enumerate(present) if i not in lost]
    gone = [finding(s, Outcome.UNKNOWN) for i, s in enumerate(present) if i in lost]
    verdict = decide(seen(Kind.UNKNOWN, Reading.NONE), kept + gone)
    assert verdict.level not in REASSURING


@given(present=signals, lost=st.sets(st.integers(0, 11)), kind=st.sampled_from(list(Kind)))
def test_losing_a_further_page_never_reassures(
    present: list[str], lost: set[int], kind: Kind
) -> None:
    """What was seen on a page that now does not answer cannot be told any more: whoever was outside the
    reassuring levels stays outside."""
    kept = [finding(s) for i, s in enumerate(present) if i not in lost]
    gone = [finding(s, Outcome.UNKNOWN) for i, s in enumerate(present) if i in lost]
    before = decide(seen(kind), [finding(s) for s in present])
    after = decide(seen(kind, unanswered=True), kept + gone)
    if after.level in REASSURING:
        assert before.level in REASSURING


@given(present=signals, index=st.integers(0, 11))
def test_a_concern_more_never_lowers_the_probability(present: list[str], index: int) -> None:
    fewer = [finding(s) for i, s in enumerate(present) if i != index]
    more = [finding(s) for s in present]
    before, after = decide(seen(), fewer).probability, decide(seen(), more).probability
    assert before is not None
    assert after is not None
    assert after >= before


def test_only_settled_signals_are_weighed() -> None:
    from_files = all_signals()
    assert set(weights()) <= set(from_files)
    assert not [signal for signal in weights() if from_files[signal].meta.experimental]
    assert all(from_files[s].meta.direction is not Direction.CONTEXT for s in weights())
