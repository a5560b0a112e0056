"""What others do, on the same rows and the same splits.

The page baselines see the words of the table (hashed, shared by several networks), the address
baselines host names, which no table holds: they run when the labelled pages are at hand. Each needs a
package of the extra ``baselines``; what is not installed is named as not run.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from models.learning import Floats, Rows
from models.sample import Pages

Fit = Callable[[Any, Floats, Floats], Any]


SCORES_NAMES = "scores host names: see the table of addresses"


def keyword_count(pages: Pages) -> Floats:
    """How often prescription medicines are named."""
    return np.nan_to_num(pages.seen[:, pages.table.names.index("medicine_trade_lines.mentions")])


def run(pages: Pages, shares: dict[str, float]) -> tuple[dict[str, Floats], dict[str, str]]:
    """Out-of-fold scores by name of baseline, and why the others were not run."""
    scores = {"keyword count": keyword_count(pages)}
    missing = {
        "block list": "labels come from such lists, and the table holds no host names",
        "fraudurl": SCORES_NAMES,
        "barb-phish": SCORES_NAMES,
    }
    for name, package, fit in (
        ("TF-IDF + logistic regression", "sklearn", _logistic),
        ("TF-IDF + XGBoost", "xgboost", _xgboost),
        ("LightGBM on bag of words", "lightgbm", _lightgbm),
    ):
        if importlib.util.find_spec(package) is None:
            missing[name] = f"{package} is not installed"
        else:
            scores[name] = _crossed(pages, fit, shares, binary=package == "lightgbm")
    return scores, missing


def _crossed(pages: Pages, fit: Fit, shares: dict[str, float], *, binary: bool) -> Floats:
    table = _matrix(pages.table.words)
    scores = np.full(pages.size, np.nan)
    for fold in range(int(pages.folds.max()) + 1):
        rest, held = pages.without(fold), np.flatnonzero(pages.folds == fold)
        weights = pages.weights(rest, shares)
        rest, weights = rest[weights > 0], weights[weights > 0] * len(rest) / weights.sum()
        weighted = table if binary else _tf_idf(table, rest)
        model = fit(weighted[rest], pages.labels[rest], weights)
        scores[held] = model.predict_proba(weighted[held])[:, 1]
    return scores


def _matrix(words: Sequence[Sequence[int]]) -> Any:
    vocabulary = {code: i for i, code in enumerate(sorted({c for row in words for c in row}))}
    lengths = [len(row) for row in words]
    columns = [vocabulary[code] for row in words for code in row]
    return sparse.csr_matrix(
        (np.ones(len(columns)), (np.repeat(np.arange(len(words)), lengths), columns)),
        shape=(len(words), len(vocabulary)),
    )


def _tf_idf(table: Any, rows: Rows) -> Any:
    held = np.asarray((table[rows] > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(rows)) / (1 + held)) + 1
    weighted = table @ sparse.diags(idf)
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.maximum(norms, 1e-9)) @ weighted).tocsr()


def _logistic(table: Any, labels: Floats, weights: Floats) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    return LogisticRegression(C=10.0, max_iter=300).fit(table, labels, weights)


def _xgboost(table: Any, labels: Floats, weights: Floats) -> Any:
    from xgboost import XGBClassifier  # noqa: PLC0415

    model = XGBClassifier(n_estimators=150, max_depth=6, learning_rate=0.1, n_jobs=2)
    return model.fit(table, labels, sample_weight=weights)


def _lightgbm(table: Any, labels: Floats, weights: Floats) -> Any:
    import lightgbm  # noqa: PLC0415

    class Model:
        """The one method of the others."""

        def __init__(self) -> None:
            data = lightgbm.Dataset(table, labels, weight=weights, params={"verbose": -1})
            settings = {"objective": "binary", "verbose": -1, "num_threads": 2, "seed": 1}
            self.booster = lightgbm.train(settings, data, 150)

        def predict_proba(self, rows: Any) -> Floats:
            found = np.asarray(self.booster.predict(rows))
            return np.column_stack([1 - found, found])

    return Model()
