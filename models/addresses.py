"""The address model: what a host name alone says, and how far that may be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np

from checker.features import address_names
from models.learning import Floats, Rows, boosted, calibrated, linear, linear_scores, raw_scores
from models.metrics import auc
from models.tables import AddressTable

RUNS = "host_words.log_odds"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressModel:
    """Everything needed to score a host name."""

    weights: dict[int, float]
    intercept: float
    booster: lightgbm.Booster
    calibration: tuple[float, float]
    """To the log of the likelihood ratio: what the name multiplies the odds by, before the cap."""


def columns() -> list[str]:
    """Columns of the address booster."""
    return [*address_names(), RUNS]


def fit(table: AddressTable, params: Mapping[str, Any]) -> tuple[AddressModel, Floats]:
    """The model from all rows, and the calibrated log-odds of each row by models that never saw it."""
    labels, weights = _labels(table), _weights(table)
    folds = np.random.default_rng(params["seed"]).permutation(len(table.ids)) % params["folds"]
    runs = np.full(len(table.ids), np.nan)
    for fold in range(params["folds"]):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        found, intercept = _linear(table.words, labels, weights, rest, params)
        runs[held] = linear_scores([table.words[i] for i in held], found, intercept)
    data = np.column_stack([np.array(table.measures, dtype=np.float64), runs])
    raw = np.full(len(table.ids), np.nan)
    for fold in range(params["folds"]):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        raw[held] = raw_scores(_boosted(data, labels, weights, rest, params), data[held])
    everything = np.arange(len(table.ids))
    found, intercept = _linear(table.words, labels, weights, everything, params)
    slope, shift = calibrated(raw, labels, weights)
    model = AddressModel(
        weights=found,
        intercept=intercept,
        booster=_boosted(data, labels, weights, everything, params),
        calibration=(slope, shift),
    )
    return model, slope * raw + shift


def scores(
    model: AddressModel, measures: Sequence[Sequence[float]], words: Sequence[Sequence[int]]
) -> Floats:
    """The calibrated log-odds of host names."""
    runs = linear_scores(words, model.weights, model.intercept)
    data = np.column_stack([np.array(measures, dtype=np.float64), runs])
    return model.calibration[0] * raw_scores(model.booster, data) + model.calibration[1]


def contested(table: AddressTable) -> Rows:
    """Names of regulators' warnings and of registers that both hold a pharmacy or medicine word."""
    pairs = enumerate(zip(table.bases, table.pharma, strict=True))
    return np.array(
        [i for i, (basis, pharma) in pairs if pharma and basis in ("regulator", "register")],
        dtype=np.intp,
    )


def judged(table: AddressTable, log_odds: Floats, params: Mapping[str, Any]) -> dict[str, Any]:
    """How well the contested names are told apart; with and without the public suffix."""
    rows = contested(table)
    labels = _labels(table)[rows]
    suffixed = _with_suffix(table, params)
    ones = np.ones(len(rows))
    lawful = log_odds[rows][labels == 0]
    least = float(np.quantile(lawful, 0.95))
    caught = float((log_odds[rows][labels == 1] > least).mean())
    return {
        "names": {"regulator": int(labels.sum()), "register": int((1 - labels).sum())},
        "auc": round(auc(labels, log_odds[rows], ones), 3),
        "auc with the public suffix": round(auc(labels, suffixed[rows], ones), 3),
        "recall at 5 % of register names": round(caught, 3),
        "likelihood ratio there": round(caught / 0.05, 1),
        "cap of the log-odds": params["address"]["cap"],
    }


def _with_suffix(table: AddressTable, params: Mapping[str, Any]) -> Floats:
    """Out-of-fold log-odds of a linear model that is told the public suffix as well."""
    numbers = {suffix: 1 << 20 | i for i, suffix in enumerate(sorted(set(table.suffixes)))}
    words = [
        [*row, numbers[suffix]] for row, suffix in zip(table.words, table.suffixes, strict=True)
    ]
    labels, weights = _labels(table), _weights(table)
    folds = np.random.default_rng(params["seed"]).permutation(len(table.ids)) % params["folds"]
    out = np.full(len(table.ids), np.nan)
    for fold in range(params["folds"]):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        found, intercept = _linear(words, labels, weights, rest, params)
        out[held] = linear_scores([words[i] for i in held], found, intercept)
    return out


def _labels(table: AddressTable) -> Floats:
    return np.array([float(label == "rogue") for label in table.labels])


def _weights(table: AddressTable) -> Floats:
    """Illicit and other names weigh the same in all; names of licensed pharmacies half of the others,
    entries of registers and regulators twice those of lists."""
    kinds = ["rogue" if label == "rogue" else label for label in table.labels]
    sure = [2.0 if basis in ("regulator", "register") else 1.0 for basis in table.bases]
    share = {"rogue": 1.0, "legit": 0.6, "other": 0.4}
    total = {kind: sum(s for s, k in zip(sure, kinds, strict=True) if k == kind) for kind in share}
    return np.array(
        [share[kind] * weight / total[kind] for kind, weight in zip(kinds, sure, strict=True)]
    )


def _linear(
    words: Sequence[Sequence[int]],
    labels: Floats,
    weights: Floats,
    rows: Rows,
    params: Mapping[str, Any],
) -> tuple[dict[int, float], float]:
    return linear([words[i] for i in rows], labels[rows], weights[rows], params["host_words"]["l2"])


def _boosted(
    data: Floats, labels: Floats, weights: Floats, rows: Rows, params: Mapping[str, Any]
) -> lightgbm.Booster:
    directions = {**dict.fromkeys(address_names(), 0), RUNS: 1}
    return boosted(
        data[rows],
        labels[rows],
        weights[rows],
        directions,
        params["address"],
        seed=params["seed"],
    )
