"""The three learners: a linear model over codes, boosted trees, and a map from scores to probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

SHORTEST = 20.0
"""Codes as which shorter pages count, so that three words do not speak as loud as a page."""


def linear(
    codes: Sequence[Sequence[int]], labels: Floats, weights: Floats, l2: float
) -> tuple[dict[int, float], float]:
    """Weights by code, and the intercept, of a logistic regression over the codes of each row."""
    vocabulary = sorted({code for row in codes for code in row})
    column = {code: i for i, code in enumerate(vocabulary)}
    matrix = _matrix(codes, column)
    signs = 2 * labels - 1
    share = weights / weights.sum()

    def loss(theta: Floats) -> tuple[float, Floats]:
        margin = signs * (matrix @ theta[:-1] + theta[-1])
        slope = -(share * signs) / (1 + np.exp(np.minimum(margin, 500)))
        value = (share * np.logaddexp(0, -margin)).sum() + l2 / 2 * (theta[:-1] ** 2).sum()
        return float(value), np.append(matrix.T @ slope + l2 * theta[:-1], slope.sum())

    start = np.zeros(len(vocabulary) + 1)
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return {code: float(found.x[i]) for code, i in column.items()}, float(found.x[-1])


def _matrix(codes: Sequence[Sequence[int]], column: Mapping[int, int]) -> Any:
    held = [[column[code] for code in row if code in column] for row in codes]
    lengths = [len(row) for row in held]
    scale = [1 / np.sqrt(max(n, SHORTEST)) for n in lengths]
    return sparse.csr_matrix(
        (
            np.repeat(scale, lengths),
            (
                np.repeat(np.arange(len(held)), lengths),
                np.concatenate([*map(np.array, held), []]).astype(int),
            ),
        ),
        shape=(len(held), len(column)),
    )


def linear_scores(
    codes: Iterable[Sequence[int]], weights: Mapping[int, float], intercept: float
) -> Floats:
    """The log-odds of each row."""
    return np.array([linear_score(row, weights, intercept) for row in codes])


def linear_score(row: Iterable[int], weights: Mapping[int, float], intercept: float) -> float:
    """The log-odds of one row."""
    held = [weights[code] for code in row if code in weights]
    return intercept + sum(held) / sqrt(max(len(held), SHORTEST))


def boosted(
    table: Floats,
    labels: Floats,
    weights: Floats,
    directions: Mapping[str, int],
    params: Mapping[str, Any],
    *,
    seed: int,
    start: Floats | None = None,
) -> lightgbm.Booster:
    """A LightGBM model, the same for the same input. ``directions`` names the columns in order; ``start``
    holds log-odds that the model's own are to be added to."""
    settings = {
        "objective": "binary",
        "monotone_constraints": list(directions.values()),
        "monotone_constraints_method": "intermediate",
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbose": -1,
        **{
            k: v
            for k, v in params.items()
            if k not in ("rounds", "share", "cap", "discount", "concession")
        },
    }
    data = lightgbm.Dataset(
        table,
        labels,
        weight=weights,
        init_score=start,
        feature_name=list(directions),
        params={"verbose": -1, "max_bin": params.get("max_bin", 255)},
    )
    return lightgbm.train(settings, data, params["rounds"])


def raw_scores(model: lightgbm.Booster, table: Floats) -> Floats:
    """The model's log-odds before calibration."""
    return np.asarray(model.predict(table, raw_score=True, num_threads=1), dtype=np.float64)


def calibrated(scores: Floats, labels: Floats, weights: Floats) -> tuple[float, float]:
    """Slope and intercept of the two-parameter map from a raw score to log-odds."""
    share = weights / weights.sum()
    signs = 2 * labels - 1

    def loss(theta: Floats) -> tuple[float, Floats]:
        margin = signs * (theta[0] * scores + theta[1])
        slope = -(share * signs) / (1 + np.exp(np.minimum(margin, 500)))
        value = (share * np.logaddexp(0, -margin)).sum() + 1e-4 * (theta[0] - 1) ** 2
        return float(value), np.array([(slope * scores).sum() + 2e-4 * (theta[0] - 1), slope.sum()])

    found = optimize.minimize(
        loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.05, None), (None, None)]
    )
    return float(found.x[0]), float(found.x[1])
