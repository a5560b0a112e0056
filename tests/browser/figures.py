"""Figures of an invented model, in the form in which the evaluation writes them."""

from __future__ import annotations

from typing import Any


def _level(mostly: int, upper: float, share: float | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"mostly": mostly, "any": mostly, "upper_bound": upper}
    return found if share is None else {**found, "share": share}


METRICS: dict[str, Any] = {
    "what": "invented",
    "thresholds": {"caution": 0.5, "high_risk": 0.97},
    "rows": {
        "illicit": {"pages": 300, "networks": 60},
        "lawful": {"pages": 200, "networks": 40},
        "benign": {"pages": 90, "networks": 8},
    },
    "recall": {
        "joined": {
            "1.0%": {"value": 0.913, "interval": [0.85, 0.962]},
            "0.5%": {"value": 0.9, "interval": [0.8, 0.95]},
        }
    },
    "calibration_error": {"reference population": 0.021, "every network alike": 0.05},
    "calibration": [
        {"stated": 0.05, "seen": 0.02, "pages": 240},
        {"stated": 0.45, "seen": 0.5, "pages": 30},
        {"stated": 0.95, "seen": 0.97, "pages": 210},
    ],
    "levels": {
        "illicit": {
            "networks": 60,
            "caution": _level(55, 0.97, 0.92),
            "high_risk": _level(40, 0.8, 0.7),
        },
        "lawful": {
            "networks": 40,
            "caution": _level(1, 0.09, 0.018),
            "high_risk": _level(0, 0.07, 0.0),
        },
        "benign": {"networks": 8, "caution": _level(1, 0.5), "high_risk": _level(0, 0.37)},
    },
    "by_language": {
        "illicit: en": {"networks": 40, "pages": 200, "warned": 0.94, "upper_bound": 0.99},
        "illicit: pl": {"networks": 3, "pages": 9, "networks_mostly_warned": 2},
        "lawful: en": {"networks": 30, "pages": 150, "warned": 0.02, "upper_bound": 0.11},
    },
    "worst": [
        {
            "id": "a",
            "network": "lawful:harbour-street",
            "language": "en",
            "probability": 0.8,
            "because": {"bulk_packs.largest": 1.2, "page_words.log_odds": 0.7},
        },
        {
            "id": "b",
            "network": "illicit:quick-pills",
            "language": "pl",
            "probability": 0.04,
            "because": {"documented_weights.log_odds": -2.0},
        },
    ],
}
