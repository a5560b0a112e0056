"""The trained model: loaded once, checked byte by byte, asked for an assessment of evidence.

The folder of a model holds LightGBM text files, weights of hashed words, and a manifest: names of the
features, versions of the signals, calibration, thresholds. ``SHA256SUMS`` names every byte that is
trusted: LightGBM's reader can be made to write outside its memory, so a changed file is not opened. A
model that cannot be used is said so in the report, and the documented weights decide in its place.

LightGBM is imported when the first model is loaded, not before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, inf, log, sqrt
from pathlib import Path
from typing import Any

from checker import host_words, page_words
from checker.evidence import Evidence, Missing
from checker.features import (
    DOCUMENTED,
    address_names,
    documented_measures,
    documented_parts,
    host_parts,
    measures_of,
    offence_features,
    offence_parts,
    page_names,
    signal_of,
    vector,
    versions_of,
)
from checker.finding import Finding
from checker.message import N_, Message, message
from checker.target import UNSEEN
from checker.verdict import Assessment, Thresholds

NAME = "pharmacy-risk-1"
SUMS = "SHA256SUMS"
WORDS = "page_words.log_odds"
RUNS = "host_words.log_odds"
SHORTEST = 20.0
"""Codes as which shorter texts count."""
BASE = "base"
"""What the contributions start from: the model's answer before anything is seen."""
MOST_CHANGES = 3

_REFUSED = {
    "absent": N_("The trained model is not installed: the documented weights were used instead."),
    "changed": N_(
        "The trained model was not used, because a file of it is not the one that was published "
        "({file}): the documented weights were used instead. To mend it, install RxLens again."
    ),
    "other_signals": N_(
        "The trained model was not used, because it was trained for other versions of our checks "
        "({file}): the documented weights were used instead."
    ),
    "library": N_(
        "The trained model was not used, because LightGBM cannot be loaded here: the documented "
        "weights were used instead. To mend it, type: sudo apt-get install libgomp1"
    ),
}


class ModelRefused(Exception):  # noqa: N818 - its name says what happened
    """The model cannot be used; carries the sentence for the reader."""

    def __init__(self, reason: str, file: str = "") -> None:
        super().__init__(reason, file)
        self.reason = reason
        told = _REFUSED[reason]
        self.message = message(told, file=file) if "{file}" in told else message(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """A linear model over hashed words."""

    weights: Mapping[int, float]
    intercept: float
    languages: frozenset[str]

    def log_odds(self, codes: frozenset[int]) -> float:
        """What the codes add up to."""
        held = [self.weights[code] for code in sorted(codes & self.weights.keys())]
        return self.intercept + sum(held) / sqrt(max(len(held), SHORTEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One booster with its columns and its map to log-odds."""

    booster: Any
    names: tuple[str, ...]
    slope: float
    shift: float
    concession: float = inf
    """Log-odds that the booster may take away from the documented weights it starts from."""

    def score(self, raw: float, documented: Mapping[str, float]) -> float:
        """The booster's score ``raw`` over the documented weights."""
        return conceded(sum(documented.values()), raw, self.concession)

    def contributions(
        self, row: Sequence[float], raw: float, documented: Mapping[str, float]
    ) -> dict[str, float]:
        """Each signal's part in :meth:`score`, ``raw`` being that of ``row``; the parts add up to it exactly."""
        parts = _with_documented(self._learnt(row), documented)
        start = sum(documented.values())
        parts[BASE] = parts.get(BASE, 0.0) + self.score(raw, documented) - start - raw
        return parts

    def _learnt(self, row: Sequence[float]) -> dict[str, float]:
        """Each signal's part in the booster's own score."""
        values = self.booster.predict([row], pred_contrib=True, num_threads=1)[0].tolist()
        parts: dict[str, float] = {}
        for name, value in zip((*self.names, BASE), values, strict=True):
            signal = signal_of(name)
            parts[signal] = parts.get(signal, 0.0) + value
        return parts

    def raw(self, row: Sequence[float]) -> float:
        """The booster's score."""
        return self.raws([row])[0]

    def raws(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The booster's score of each row; one costs nearly as much as several."""
        scores: list[float] = self.booster.predict(rows, raw_score=True, num_threads=1).tolist()
        return scores

    def log_odds(self, raw: float) -> float:
        """Calibrated."""
        return self.slope * raw + self.shift


@dataclass(frozen=True, slots=True)
class Sight:
    """What the two boosters of a page see, and the documented weights, by signal, that they start from."""

    full: list[float]
    offences: list[float]
    documented: Mapping[str, float]
    documented_offences: Mapping[str, float]
    by_host: Mapping[str, float]
    """Documented weights of what only a page with a known host can show; added to either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A loaded model."""

    name: str
    full: Part
    offences: Part
    address: Part
    page_words: Codes
    host_words: Codes
    base_rate: float
    clip: tuple[float, float]
    address_share: float
    address_cap: float
    thresholds: Thresholds

    def assess(
        self, evidence: Evidence, findings: Sequence[Finding], base_rate: float | None = None
    ) -> Assessment | None:
        """The model's answer; None when there is neither a page nor an address to go by."""
        target, page = evidence.target, evidence.page
        measures = measures_of(findings)
        known = target.host != UNSEEN and bool(target.domain)
        address = self._address(target.host, measures) if known else 0.0
        if target.platform is not None and not target.fetchable:
            return None
        if isinstance(page, Missing):
            return self._by_address(address, base_rate) if known else None
        if page.facts.language in self.page_words.languages:
            codes = (page_words.codes(visit.facts) for visit in evidence.visits)
            measures[WORDS] = self.page_words.log_odds(frozenset[int]().union(*codes))
        return self._by_page(measures, findings, self.address_share * address, base_rate)

    def _address(self, host: str, measures: Mapping[str, float]) -> float:
        """What the host name adds to the log-odds, between 0 and the cap: names vouch for nobody."""
        seen = {
            **measures,
            **host_words.shape(host),
            RUNS: self.host_words.log_odds(host_words.codes(host)),
        }
        raw = self.address.raw(vector(seen, self.address.names))
        return min(max(self.address.log_odds(raw), 0.0), self.address_cap)

    def _by_address(self, address: float, base_rate: float | None) -> Assessment:
        odds = _odds(base_rate or self.base_rate) + address
        return Assessment(
            probability=_chance(odds),
            contributions=(("address", address),),
            model=self.name,
            counted="address",
            address=address,
            thresholds=self.thresholds,
        )

    def _by_page(
        self,
        measures: Mapping[str, float],
        findings: Sequence[Finding],
        address: float,
        base_rate: float | None,
    ) -> Assessment:
        shift = _odds(base_rate) - _odds(self.base_rate) if base_rate else 0.0
        sight = self._sight(measures, findings)
        [(raw_full, raw_offences)] = self._raws([sight])
        odds_full, odds_offences = self._odds_of(sight, raw_full, raw_offences)
        by_full = odds_full >= odds_offences
        counted = self.full if by_full else self.offences
        parts = (
            counted.contributions(sight.full, raw_full, sight.documented)
            if by_full
            else counted.contributions(sight.offences, raw_offences, sight.documented_offences)
        )
        parts |= {signal: weight / counted.slope for signal, weight in sight.by_host.items()}
        added = address + shift
        probability = _chance(self._clipped(max(odds_full, odds_offences)) + added)
        warned = probability >= self.thresholds.caution
        return Assessment(
            probability=probability,
            contributions=tuple(sorted(parts.items(), key=lambda part: -part[1])),
            model=self.name,
            counted="full" if by_full else "offences",
            full=_chance(self._clipped(odds_full)),
            offences=_chance(self._clipped(odds_offences)),
            address=address,
            raw=sum(parts.values()),
            slope=counted.slope,
            thresholds=self.thresholds,
            changes=self._changes(measures, findings, parts, added) if warned else (),
        )

    def _sight(self, measures: Mapping[str, float], findings: Sequence[Finding]) -> Sight:
        return Sight(
            vector(measures, self.full.names),
            vector(measures, self.offences.names, unmeasured=0.0),
            documented_parts(findings),
            offence_parts(findings),
            host_parts(findings),
        )

    def _raws(self, sights: Sequence[Sight]) -> list[tuple[float, float]]:
        """The scores of the full and the offences-only booster."""
        full = self.full.raws([sight.full for sight in sights])
        return list(zip(full, self.offences.raws([s.offences for s in sights]), strict=True))

    def _odds_of(self, sight: Sight, raw_full: float, raw_offences: float) -> tuple[float, float]:
        """The same as calibrated log-odds."""
        full = self.full.score(raw_full, sight.documented)
        offences = self.offences.score(raw_offences, sight.documented_offences)
        by_host = sum(sight.by_host.values())
        return self.full.log_odds(full) + by_host, self.offences.log_odds(offences) + by_host

    def _changes(
        self,
        measures: Mapping[str, float],
        findings: Sequence[Finding],
        parts: Mapping[str, float],
        added: float,
    ) -> tuple[tuple[str, float], ...]:
        """The heaviest findings and the probability had each, and those before it, not been seen."""
        names = {finding.signal for finding in findings}
        heaviest = sorted(
            (s for s in parts if parts[s] > 0 and s in names), key=lambda s: -parts[s]
        )
        told = heaviest[:MOST_CHANGES]
        if not told:
            return ()
        sights = [
            self._without(measures, findings, frozenset(told[: count + 1]))
            for count in range(len(told))
        ]
        odds = [
            max(self._odds_of(sight, *raw))
            for sight, raw in zip(sights, self._raws(sights), strict=True)
        ]
        return tuple(
            (signal, _chance(self._clipped(one) + added))
            for signal, one in zip(told, odds, strict=True)
        )

    def _without(
        self, measures: Mapping[str, float], findings: Sequence[Finding], gone: frozenset[str]
    ) -> Sight:
        """What would be seen had the signals ``gone`` found nothing."""
        left = [finding for finding in findings if finding.signal not in gone]
        kept = {name: 0.0 if signal_of(name) in gone else value for name, value in measures.items()}
        return self._sight({**kept, **documented_measures(left)}, left)

    def _clipped(self, odds: float) -> float:
        least, most = self.clip
        return min(max(odds, _odds(least)), _odds(most))


def conceded(start: float, learnt: float, most: float) -> float:
    """What is documented and what is learnt added up. Where something documented was seen, learning takes
    at most ``most`` of it away: what a page says of its care cannot buy off what it does."""
    return start + (max(learnt, -most) if start > 0 else learnt)


def _with_documented(
    parts: Mapping[str, float], documented: Mapping[str, float]
) -> dict[str, float]:
    """``parts`` with the documented weights added, and the booster's part for their sum shared out among the
    signals that make it up."""
    told = dict(parts)
    total = sum(documented.values())
    of_sum = told.pop(signal_of(DOCUMENTED), 0.0)
    if not total:
        told[BASE] = told.get(BASE, 0.0) + of_sum
    for signal, weight in documented.items():
        told[signal] = told.get(signal, 0.0) + weight + of_sum * weight / total
    return told


def _odds(probability: float) -> float:
    return log(probability / (1 - probability))


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def folder() -> Path:
    """Where the shipped model lies: inside an installed package, beside it in a checkout."""
    here = Path(__file__).parent
    inside = here / "trained" / NAME
    return inside if inside.is_dir() else here.parent / "models" / NAME


@cache
def shipped() -> Model | ModelRefused:
    """The shipped model, or why it is not used."""
    try:
        return load(folder())
    except ModelRefused as refused:
        return refused


def load(place: Path) -> Model:
    """The model in ``place``. Raises :class:`ModelRefused` when it is not exactly what was published, was
    made for other signals, or LightGBM cannot be loaded."""
    files = _verified(place)
    manifest = json.loads(files["manifest.json"])
    _check_signals(manifest)
    booster = _booster_class()

    def part(name: str) -> Part:
        loaded = booster(model_str=files[f"{name}.txt"].decode())
        names = tuple(manifest["features"][name])
        if tuple(loaded.feature_name()) != names:
            raise ModelRefused("other_signals", f"{name}.txt")
        slope, shift = manifest["calibration"][name]
        most = manifest["concession"].get(name, inf)
        return Part(booster=loaded, names=names, slope=slope, shift=shift, concession=most)

    return Model(
        name=manifest["name"],
        full=part("full"),
        offences=part("offences"),
        address=part("address"),
        page_words=_codes(files["page_words.json"]),
        host_words=_codes(files["host_words.json"]),
        base_rate=manifest["base_rate"],
        clip=(manifest["clip"][0], manifest["clip"][1]),
        address_share=manifest["address"]["share"],
        address_cap=manifest["address"]["cap"],
        thresholds=Thresholds(**manifest["thresholds"]),
    )


FILES = (
    "manifest.json",
    "full.txt",
    "offences.txt",
    "address.txt",
    "page_words.json",
    "host_words.json",
)


def _verified(place: Path) -> dict[str, bytes]:
    """The files of a model, each equal to its published digest."""
    try:
        lines = (place / SUMS).read_text(encoding="ascii").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        files = {name: (place / name).read_bytes() for name in FILES}
    except OSError:
        raise ModelRefused("absent") from None
    except ValueError:
        raise ModelRefused("changed", SUMS) from None
    for name, content in files.items():
        if sums.get(name) != hashlib.sha256(content).hexdigest():
            raise ModelRefused("changed", name)
    return files


def _check_signals(manifest: Mapping[str, Any]) -> None:
    """The names and versions the model was trained with are those of the signals at hand."""
    features = manifest["features"]
    expected = {
        "full": [*page_names(), WORDS],
        "offences": [feature.name for feature in offence_features()],
        "address": [*address_names(), RUNS],
    }
    for part, names in expected.items():
        if list(features[part]) != names:
            raise ModelRefused("other_signals", part)
    live = versions_of(name for names in expected.values() for name in names)
    for signal, version in manifest["signals"].items():
        if live.get(signal) != version:
            raise ModelRefused("other_signals", signal)


def _booster_class() -> Any:
    try:
        from lightgbm import Booster  # noqa: PLC0415 - half a second that only a model is worth
    except (ImportError, OSError):
        raise ModelRefused("library") from None
    return Booster


def _codes(content: bytes) -> Codes:
    read = json.loads(content)
    return Codes(
        weights={int(code): weight for code, weight in read["weights"].items()},
        intercept=read["intercept"],
        languages=frozenset(read["languages"]),
    )


def assess(
    evidence: Evidence, findings: Sequence[Finding], base_rate: float | None = None
) -> tuple[Assessment | None, tuple[Message, ...]]:
    """The shipped model's answer, and what the reader must know when there is none."""
    model = shipped()
    if isinstance(model, ModelRefused):
        return None, (model.message,)
    return model.assess(evidence, findings, base_rate), ()
