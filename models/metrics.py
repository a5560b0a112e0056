"""Figures in which every network weighs one, with bounds that say how few networks there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from models.learning import Floats

RESAMPLES = 200
FEW = 10
"""Networks below which the networks are named instead of a percentage."""


def auc(labels: Floats, scores: Floats, weights: Floats) -> float:
    """Chance that an illicit page scores above another; ties count half. NaN without both."""
    _, place = np.unique(scores, return_inverse=True)
    others = np.bincount(place, weights * (1 - labels))
    illicit = np.bincount(place, weights * labels)
    total = illicit.sum() * others.sum()
    below = np.cumsum(others) - others
    return float((illicit * (below + others / 2)).sum() / total) if total else float("nan")


def by_network(networks: Sequence[str]) -> Floats:
    """Weights of rows that make every network weigh one."""
    names, place, counts = np.unique(networks, return_inverse=True, return_counts=True)
    return 1.0 / counts[place] if len(names) else np.zeros(0)


def interval(
    networks: Sequence[str], labels: Floats, statistic: Callable[[Floats], float]
) -> tuple[float, float]:
    """The middle 95 % of ``statistic(weights)`` when networks are drawn again, illicit and others apart."""
    random = np.random.default_rng(0)
    names = np.array(networks)
    pools = [np.unique(names[labels == kind]) for kind in (0, 1)]
    base = by_network(networks)
    found = []
    for _ in range(RESAMPLES):
        times: dict[str, int] = {}
        for pool in pools:
            for name in pool[random.integers(0, len(pool), len(pool))] if len(pool) else ():
                times[name] = times.get(name, 0) + 1
        value = statistic(base * np.array([times.get(name, 0) for name in names]))
        if not np.isnan(value):
            found.append(value)
    return (
        (float(np.quantile(found, 0.025)), float(np.quantile(found, 0.975)))
        if found
        else (float("nan"), float("nan"))
    )


def share(flags: NDArray[Any], weights: Floats) -> float:
    """The weighted share of rows for which ``flags`` is 1."""
    total = weights.sum()
    return float((flags * weights).sum() / total) if total else float("nan")


def upper_bound(part: float, networks: int) -> float:
    """The upper 95 % bound of a share seen over so many networks (Clopper and Pearson)."""
    if not networks or np.isnan(part):
        return float("nan")
    hits = part * networks
    return 1.0 if hits >= networks else float(beta.ppf(0.975, hits + 1, networks - hits))


def threshold_at(scores: Floats, weights: Floats, rate: float) -> float:
    """The least score above which at most ``rate`` of the rows lie."""
    order = np.argsort(-scores, kind="stable")
    above = np.cumsum(weights[order]) / weights.sum()
    allowed = np.flatnonzero(above <= rate + 1e-12)
    first_over = len(allowed)
    return float(scores[order][first_over]) if first_over < len(order) else float(scores.min())


def calibration_error(
    labels: Floats, probabilities: Floats, weights: Floats, bins: int = 10
) -> float:
    """Mean distance between stated and seen shares, over bins of equal width."""
    total, stated, seen = _binned(labels, probabilities, weights, bins)
    return float(np.abs(stated - seen).sum() / total.sum()) if total.sum() else float("nan")


def calibration_points(
    labels: Floats, probabilities: Floats, weights: Floats, bins: int = 10
) -> list[tuple[float, float, int]]:
    """Stated share, seen share and number of rows of each bin of equal width that holds anything."""
    total, stated, seen = _binned(labels, probabilities, weights, bins)
    rows, _, _ = _binned(labels, probabilities, np.ones_like(weights), bins)
    return [
        (float(stated[i] / total[i]), float(seen[i] / total[i]), int(rows[i]))
        for i in np.flatnonzero(total)
    ]


def _binned(
    labels: Floats, probabilities: Floats, weights: Floats, bins: int
) -> tuple[Floats, Floats, Floats]:
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    total, stated, seen = (
        np.bincount(place, weights * values, bins).astype(np.float64)
        for values in (np.ones_like(weights), probabilities, labels)
    )
    return total, stated, seen
