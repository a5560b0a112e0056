"""A contact in common with sites that a regulator warns of, and what only looks like one."""

from __future__ import annotations

import pytest

from checker.finding import Outcome
from checker.relatives import NO_RELATIVES, Common, Relative, Relatives, Warned
from checker.signals.same_hand_as_warned_sites import detect

WARNING = Warned(authority="Medicines Authority (invented)", listed="2026-03-01")
PHONE = Common(kind="telephone", value="+442079460990")
MAIL = Common(kind="email", value="help@pills.test")
TILL = Common(kind="billing", value="orders.test")
WORDS = Common(kind="text", value="62%")


def site(domain: str, *common: Common, warned: bool = False, joined: bool = True) -> Relative:
    return Relative(
        domain=domain,
        seen="2026-11-01",
        warned=(WARNING,) if warned else (),
        common=common,
        joined=joined,
    )


def sites(*members: Relative) -> Relatives:
    return Relatives(sites=members)


def reached_alike(warned: int, others: int) -> Relatives:
    """Sites with one telephone number and nothing else in common."""
    return sites(
        *(site(f"w{n}.example", PHONE, warned=True, joined=False) for n in range(warned)),
        *(site(f"o{n}.example", PHONE, joined=False) for n in range(others)),
    )


@pytest.mark.parametrize(
    ("relatives", "outcome"),
    [
        pytest.param(
            sites(site("a.example", PHONE, WORDS, warned=True)), "present", id="present-telephone"
        ),
        pytest.param(sites(site("a.example", MAIL, warned=True)), "present", id="present-mail"),
        pytest.param(sites(site("a.example", TILL, warned=True)), "present", id="present-till"),
        pytest.param(reached_alike(3, 2), "present", id="present-most-that-have-it"),
        pytest.param(reached_alike(3, 3), "absent", id="near-miss-only-half-that-have-it"),
        pytest.param(reached_alike(2, 0), "absent", id="near-miss-too-few-without-a-family"),
        pytest.param(
            sites(site("a.example", PHONE)), "absent", id="near-miss-nobody-warns-of-the-other"
        ),
        pytest.param(
            sites(site("a.example", WORDS, warned=True)), "absent", id="near-miss-wording-alone"
        ),
        pytest.param(
            sites(site("a.example", PHONE), site("b.example", WORDS, warned=True)),
            "absent",
            id="near-miss-the-warned-one-has-another-number",
        ),
        pytest.param(
            sites(site("a.example", warned=True)), "absent", id="near-miss-joined-through-a-third"
        ),
        pytest.param(NO_RELATIVES, "absent", id="absent-nobody"),
    ],
)
def test_same_hand_as_warned_sites(relatives: Relatives, outcome: str) -> None:
    finding = detect(relatives)
    assert finding.outcome == outcome
    assert bool(finding.quotes) == (outcome == "present")
    assert (finding.measures["warned"] > 0) == (finding.outcome is Outcome.PRESENT)


def test_how_many_are_named() -> None:
    many = sites(
        *(site(f"w{n}.example", PHONE, warned=n < 9) for n in range(12)),
        site("other.example", WORDS, warned=True),
    )
    finding = detect(many)
    assert finding.summary.text() == (
        "Same telephone number as 12 sites checked here, 9 of them on a regulator's list"
    )
    assert [quote.where for quote in finding.quotes] == [f"w{n}.example" for n in range(9)]
    assert {quote.text for quote in finding.quotes} == {PHONE.value}
    assert finding.measures == {"warned": 9.0}
