"""Sites checked before in the report: what they do to the level, and how they are told."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from checker import archive
from checker.coverage import SourceState
from checker.evidence import FAMILIES, Evidence, Missing, MissingReason, Observation, View
from checker.judgement import judge
from checker.page.worker import read_here
from checker.relatives import NO_RELATIVES, Common, Relative, Relatives, Warned
from checker.relatives_told import KINDS, sentences, telling
from checker.report import to_json
from checker.terminal import console_for, show
from checker.verdict import DecidedBy, Level
from tests.reports import NEWS, NOON, ROGUE, evidence, faults

LAWFUL = """<html lang="en"><title>Town Pharmacy</title><h1>Town Pharmacy</h1>
<p>Send us your prescription and our pharmacist dispenses it. Ibuprofen 200mg tablets £2.49
<button>Add to basket</button></p><p>Town Pharmacy Ltd, 1 High Street, Leeds LS1 1AA</p></html>"""

PHONE = Common(kind="telephone", value="+442079460990")
WORDS = Common(kind="text", value="62%")
WARNING = Warned(authority="Medicines Authority (invented)", listed="2026-03-01")
WARNED = Relative(
    domain="warned.example", seen="2026-10-02", warned=(WARNING,), common=(PHONE, WORDS)
)
UNWARNED = replace(WARNED, domain="other.example", warned=())
COPIED = replace(WARNED, domain="copied.example", common=(WORDS,))
BEHIND = Relative(domain="third.example", seen="2026-10-03")
BESIDE = replace(UNWARNED, domain="beside.example", common=(PHONE,), joined=False)


def seen(html: str, told: Relatives | Missing) -> Evidence:
    """``html`` with what the sites checked before tell of it."""
    page = evidence(html)
    asked = Observation(source=FAMILIES, view=View.ASKED, at=NOON, value=told)
    return replace(page, observations=(*page.observations, asked))


def of(*sites: Relative) -> Relatives:
    return Relatives(sites=sites)


IN_VAIN = Missing(source=FAMILIES, reason=MissingReason.SERVER_ERROR)


@pytest.mark.parametrize(
    ("html", "told", "level"),
    [
        pytest.param(LAWFUL, of(WARNED), Level.CAUTION, id="a warned site's telephone"),
        pytest.param(LAWFUL, of(UNWARNED), Level.UNVERIFIED, id="near miss: nobody warns of it"),
        pytest.param(LAWFUL, of(COPIED), Level.UNVERIFIED, id="near miss: its words alone"),
        pytest.param(LAWFUL, of(replace(WARNED, joined=False)), Level.UNVERIFIED, id="too little"),
        pytest.param(LAWFUL, NO_RELATIVES, Level.UNVERIFIED, id="nobody known"),
        pytest.param(LAWFUL, IN_VAIN, Level.INCONCLUSIVE, id="asked in vain"),
        pytest.param(NEWS, of(WARNED), Level.NOT_A_PHARMACY, id="a page that sells nothing"),
        pytest.param(NEWS, IN_VAIN, Level.NOT_A_PHARMACY, id="nothing sold, asked in vain"),
        pytest.param(ROGUE, of(WARNED), Level.HIGH_RISK, id="worse already"),
        pytest.param(ROGUE, NO_RELATIVES, Level.HIGH_RISK, id="nobody known is no excuse"),
    ],
)
def test_levels(html: str, told: Relatives | Missing, level: Level) -> None:
    assert judge(seen(html, told)).verdict.level is level


def test_who_decides() -> None:
    verdict = judge(seen(LAWFUL, of(WARNED))).verdict
    assert verdict.decided_by is DecidedBy.RULES
    assert verdict.probability == judge(evidence(LAWFUL)).verdict.probability


def test_not_asked_changes_no_level() -> None:
    report = judge(evidence(LAWFUL))
    assert report.verdict.level is Level.UNVERIFIED
    assert report.relatives is None
    assert to_json(report)["family"] is None
    states = {source.source: source.state for source in report.coverage.sources}
    assert states[FAMILIES] is SourceState.NOT_ASKED


ALL = of(WARNED, UNWARNED, BESIDE, BEHIND)


def test_json() -> None:
    report = to_json(judge(seen(LAWFUL, ALL)))
    assert faults(report) == []
    family = json.loads(json.dumps(report["family"]))
    assert [site["domain"] for site in family["sites"]] == [
        "warned.example",
        "other.example",
        "beside.example",
        "third.example",
    ]
    first, _, beside, third = family["sites"]
    assert first["warned"][0]["text"]["text"] == "Medicines Authority (invented), 2026-03-01"
    assert [one["text"]["text"] for one in first["shared"]] == [
        "telephone number: +442079460990",
        "wording: 62%",
    ]
    assert first["text"] is None
    assert not beside["joined"]
    assert beside["text"]["text"].startswith("too little else")
    assert third["text"]["text"].startswith("belongs here through another")


def test_sentences() -> None:
    assert [told.text() for told in sentences(ALL)] == [
        "Same telephone number as 3 sites checked here, 1 of them on a regulator's list: +442079460990.",
        "Sites checked here that belong with it: 3, of these on a regulator's list: 1.",
    ]
    assert [told.text() for told in sentences(NO_RELATIVES)] == [
        "No site that was checked here belongs with it."
    ]


@pytest.mark.parametrize("kind", ["telephone", "email", "messenger", "billing"])
@pytest.mark.parametrize("warned", [True, False])
@pytest.mark.parametrize("count", [1, 2])
def test_every_contact_has_its_sentence(kind: str, warned: bool, count: int) -> None:
    contact = Common(kind=kind, value="x")
    site = replace(WARNED if warned else UNWARNED, common=(contact,))
    many = of(*(replace(site, domain=f"{n}.example") for n in range(count)))
    told = next(sentences(many)).text()
    assert told.endswith(": x.")
    assert ("list" in told) == (warned or count > 1)
    assert kind in KINDS


@pytest.mark.parametrize(
    ("told", "title", "warns"),
    [
        (of(WARNED, BESIDE), "Sites that belong with it", True),
        (of(BESIDE), "Sites that are reached or paid in the same way", False),
    ],
)
def test_who_belongs_to_nobody_is_not_said_to(told: Relatives, title: str, warns: bool) -> None:
    stream = io.StringIO()
    show(judge(seen(LAWFUL, told)), console_for(stream, width=100))
    text = " ".join(stream.getvalue().split())
    assert title in text
    assert ("made or run together" in text) is warns


MAIL = Common(kind="email", value="order@pills.example")
PLACE = Common(kind="mail_domain", value="pills.example")


@pytest.mark.parametrize(
    ("common", "kept"),
    [
        ((PLACE, MAIL), [MAIL]),
        ((PLACE,), [PLACE]),
        (
            (replace(PLACE, value="other.example"), MAIL),
            [replace(PLACE, value="other.example"), MAIL],
        ),
        ((PHONE, WORDS), [PHONE, WORDS]),
    ],
)
def test_where_the_mail_goes_is_told_once(common: tuple[Common, ...], kept: list[Common]) -> None:
    assert telling(common) == kept


def test_terminal() -> None:
    stream = io.StringIO()
    show(judge(seen(LAWFUL, ALL)), console_for(stream, width=100))
    text = " ".join(stream.getvalue().split())
    assert "Sites that belong with it" in text
    assert "warned.example checked 2026-10-02" in text
    assert "on the list of Medicines Authority (invented), 2026-03-01" in text
    assert "Same contact as sites that a regulator warns of" in text


def test_nobody_known_takes_no_room() -> None:
    stream = io.StringIO()
    show(judge(seen(LAWFUL, NO_RELATIVES)), console_for(stream, width=100))
    assert "Sites that belong with it" not in stream.getvalue()


def test_saved_evidence_keeps_them(tmp_path: Path) -> None:
    whole = seen(LAWFUL, ALL)
    archive.save(whole, tmp_path / "evidence")
    assert archive.load(tmp_path / "evidence", read_here).relatives == ALL
