"""From scores to probabilities and from probabilities to levels: calibration and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from models.learning import Floats, calibrated
from models.rows import BENIGN, ILLICIT, LAWFUL
from models.sample import Pages

LEAST, MOST = 0.01, 0.99
"""A probability of pages is never surer than this."""


def reference_weights(pages: Pages, params: Mapping[str, Any]) -> Floats:
    """Weights of all rows that make them the population the stated probability supposes; leaflets none."""
    base, lawful = params["calibration"]["base_rate"], params["calibration"]["lawful"]
    shares = {ILLICIT: base, LAWFUL: lawful, BENIGN: 1 - base - lawful}
    return pages.weights(np.arange(pages.size), shares)


def maps_of(
    full: Floats, offences: Floats, labels: Floats, weights: Floats, discount: float
) -> dict[str, tuple[float, float]]:
    """Slope and shift from the raw scores of both boosters to log-odds.

    Each is calibrated. The offences give away ``discount`` (log-odds) to the full model, which sees how a
    lawful shop answers for the same offers: only offences that leave little doubt overrule it. Then, because
    the larger of two is larger than either, both are moved by the one map that makes the larger calibrated again.
    """
    slope, shift = calibrated(offences, labels, weights)
    alone = {
        "full": calibrated(full, labels, weights),
        "offences": (slope, shift - discount),
    }
    larger = np.maximum(
        alone["full"][0] * full + alone["full"][1],
        alone["offences"][0] * offences + alone["offences"][1],
    )
    slope, shift = calibrated(larger, labels, weights)
    return {name: (slope * a, slope * b + shift) for name, (a, b) in alone.items()}


def probability(scores: Floats, slope: float, shift: float) -> Floats:
    """Calibrated and clipped."""
    odds = np.clip(slope * scores + shift, -30, 30)
    return np.clip(1 / (1 + np.exp(-odds)), LEAST, MOST)


def log_odds(probabilities: Floats) -> Floats:
    """The inverse of the logistic function."""
    return np.log(probabilities / (1 - probabilities))


def thresholds(pages: Pages, joined: Floats, params: Mapping[str, Any]) -> dict[str, float]:
    """The probabilities from which the levels ``caution`` and ``high_risk`` cost least.

    The costs are of networks: each network's share of pages warned of, times its cost, added up over the
    reference population.
    """
    cost = params["cost"]
    weights = reference_weights(pages, params)
    rows = {g: pages.group(g) for g in (ILLICIT, LAWFUL, BENIGN)}
    grid = np.round(np.arange(0.02, 0.99, 0.01), 2)
    above = {g: np.array([weights[r][joined[r] >= t].sum() for t in grid]) for g, r in rows.items()}
    missed = weights[rows[ILLICIT]].sum() - above[ILLICIT]
    caution = (
        missed * cost["illicit_unwarned"]
        + above[LAWFUL] * cost["lawful_caution"]
        + above[BENIGN] * cost["benign_caution"]
    )
    high = (
        -above[ILLICIT] * cost["illicit_caution"]
        + above[LAWFUL] * (cost["lawful_high_risk"] - cost["lawful_caution"])
        + above[BENIGN] * (cost["benign_high_risk"] - cost["benign_caution"])
    )
    first = int(caution.argmin())
    second = first + int(high[first:].argmin())
    return {"caution": float(grid[first]), "high_risk": float(max(grid[second], grid[first]))}
