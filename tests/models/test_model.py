"""The shipped model: refused when a byte differs, repeats its reference vectors, explains itself exactly."""

from __future__ import annotations

import json
import shutil
import sys
from hashlib import sha256
from math import exp, isnan, nan
from pathlib import Path

import pytest

from checker import model, page_words
from checker.features import measures_of, offence_features
from checker.judgement import judge, page_evidence, supplied_target, unseen_target
from checker.model import FILES, SUMS, Model, ModelRefused, load, shipped
from checker.model_told import changes, parts, weights
from checker.page.read import read_page
from checker.report import to_json
from checker.signals import run
from checker.verdict import Assessment, DecidedBy, Level
from tests.reports import NEWS, NOON, ROGUE


@pytest.fixture(scope="module")
def trained() -> Model:
    found = shipped()
    assert isinstance(found, Model), found
    return found


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(model.folder(), tmp_path / "model"))


def evidence(html: str, url: str | None = None):  # type: ignore[no-untyped-def]
    target = supplied_target(url) if url else unseen_target()
    return page_evidence(
        html.encode(),
        target,
        read=lambda r: read_page(r.body, "text/html; charset=utf-8", r.url),
        clock=lambda: NOON,
    )


def assessed(
    trained: Model, html: str, url: str | None = None, rate: float | None = None
) -> Assessment:
    seen = evidence(html, url)
    found = trained.assess(seen, run(seen), rate)
    assert found is not None
    return found


# Refusals


@pytest.mark.parametrize("name", [*FILES, SUMS])
def test_a_changed_byte_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(ModelRefused) as refused:
        load(copied)
    assert refused.value.reason == "changed"


@pytest.mark.parametrize("name", [*FILES, SUMS])
def test_an_absent_file_is_refused(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelRefused) as refused:
        load(copied)
    assert refused.value.reason == "absent"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("full", "swapped"),
        ("offences", "one_less"),
        ("signals", "version"),
    ],
)
def test_other_names_or_versions_are_refused(copied: Path, part: str, change: str) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    if change == "version":
        name = next(iter(manifest["signals"]))
        manifest["signals"][name] += 1
    else:
        names = manifest["features"][part]
        manifest["features"][part] = (
            [*names[1::-1], *names[2:]] if change == "swapped" else names[1:]
        )
    (copied / "manifest.json").write_text(json.dumps(manifest))
    lines = (copied / SUMS).read_text().splitlines()
    digest = sha256((copied / "manifest.json").read_bytes()).hexdigest()
    new = [f"{digest}  manifest.json" if line.endswith("manifest.json") else line for line in lines]
    (copied / SUMS).write_text("\n".join(new) + "\n")
    with pytest.raises(ModelRefused) as refused:
        load(copied)
    assert refused.value.reason == "other_signals"


def test_without_the_library_the_reader_is_told_what_to_type(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with pytest.raises(ModelRefused) as refused:
        load(copied)
    assert "apt-get install libgomp1" in refused.value.message.text()


def test_without_a_model_the_documented_weights_decide_and_the_report_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = ModelRefused("changed", "full.txt")
    monkeypatch.setattr(model, "shipped", lambda: refused)
    report = judge(evidence(ROGUE))
    assert report.verdict.decided_by is not DecidedBy.MODEL
    assert report.verdict.assessment is None
    assert any("full.txt" in limit.text() for limit in report.limits)


# Reference vectors


def test_reference_vectors_give_the_published_probabilities(trained: Model) -> None:
    references = json.loads((model.folder() / "reference.json").read_text())
    assert len(references) >= 20
    for entry in references:
        for name, part in (("full", trained.full), ("offences", trained.offences)):
            row = [nan if v is None else v for v in entry[name]["vector"]]
            odds = part.log_odds(
                model.conceded(entry[name]["start"], part.raw(row), part.concession)
            )
            stated = min(max(1 / (1 + exp(-odds)), trained.clip[0]), trained.clip[1])
            assert stated == pytest.approx(entry[name]["probability"], abs=1e-9)


# Explanation


@pytest.mark.parametrize("html", [ROGUE, NEWS], ids=["rogue", "news"])
def test_parts_add_up_to_the_score(trained: Model, html: str) -> None:
    found = assessed(trained, html)
    assert sum(part for _, part in found.contributions) == pytest.approx(found.raw, abs=1e-9)
    part = trained.full if found.counted == "full" else trained.offences
    odds = part.log_odds(found.raw) + found.address
    least, most = trained.clip
    assert found.probability == pytest.approx(min(max(1 / (1 + exp(-odds)), least), most), abs=1e-9)
    assert found.probability == pytest.approx(max(found.full or 0, found.offences or 0), abs=1e-9)


def test_a_shop_stands_over_news(trained: Model) -> None:
    shop, news = assessed(trained, ROGUE), assessed(trained, NEWS)
    assert shop.probability > trained.thresholds.caution
    assert news.probability < 0.1


def test_no_reason_contradicts_its_sentence(trained: Model) -> None:
    report = judge(evidence(ROGUE))
    assert all(reason.weight >= 0 for reason in report.reasons_against)
    assert report.verdict.assessment is not None
    assert parts(report.verdict.assessment)


def test_the_report_tells_what_counted_and_what_would_change_it() -> None:
    report = judge(evidence(ROGUE))
    assessment = report.verdict.assessment
    assert assessment is not None
    assert "larger counts" in next(weights(assessment)).text()
    told = [line.text() for line in changes(assessment)]
    assert told
    assert told[0].startswith("Without")
    chances = [chance for _, chance in assessment.changes]
    assert chances == sorted(chances, reverse=True)
    written = to_json(report)["verdict"]
    assert isinstance(written, dict)
    assert isinstance(written["model"], dict)
    assert written["model"]["counted"] in ("full", "offences")


def test_levels_change_through_the_published_thresholds_alone(trained: Model) -> None:
    report = judge(evidence(ROGUE))
    assert report.verdict.decided_by in (DecidedBy.MODEL, DecidedBy.DECISIVE_EVIDENCE)
    assert report.verdict.level is Level.HIGH_RISK
    assert 0 < trained.thresholds.caution <= trained.thresholds.high_risk < 1


# What must not matter


@pytest.mark.parametrize("rate", [0.01, 0.5])
def test_base_rate(trained: Model, rate: float) -> None:
    plain, restated = assessed(trained, NEWS), assessed(trained, NEWS, rate=rate)
    assert (restated.probability > plain.probability) is (rate > trained.base_rate)


def test_a_name_never_vouches(trained: Model) -> None:
    unknown = assessed(trained, ROGUE)
    named = assessed(trained, ROGUE, "https://smith-and-daughters.example/")
    assert named.probability >= unknown.probability
    assert 0 <= named.address <= trained.address_share * trained.address_cap


@pytest.mark.parametrize("word", ["NABP", "licensed", "GPhC", "safe", "verified", "zertifiziert"])
def test_masked_words_change_nothing(trained: Model, word: str) -> None:
    text = "Buy now with fast delivery to your door from our warehouse"
    assert page_words.from_text(text.replace("with", f"{word} with")) == page_words.from_text(text)
    padded = ROGUE.replace("</h1>", f"</h1><p>{word}</p>")
    plain, after = assessed(trained, ROGUE), assessed(trained, padded)
    assert after.full == pytest.approx(plain.full or 0, abs=1e-9)
    assert after.offences == pytest.approx(plain.offences or 0, abs=1e-9)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("text", [NEWS, "<p>We require a prescription.</p>", "<form></form>"])
def test_offences_never_fall(trained: Model, text: str, place: str) -> None:
    plain = assessed(trained, ROGUE)
    padded = text + ROGUE if place == "before" else ROGUE + text
    assert (assessed(trained, padded).offences or 0) >= (plain.offences or 0) - 1e-9


def test_what_is_not_measured_is_no_offence_and_elsewhere_unknown(trained: Model) -> None:
    seen = evidence("<p>Nothing about medicines here.</p>")
    measures = measures_of(run(seen))
    missing = [f.name for f in offence_features() if f.name not in measures]
    assert missing
    sight = trained._sight(measures, run(seen))
    assert not any(map(isnan, sight.offences))
    assert any(map(isnan, sight.full))
