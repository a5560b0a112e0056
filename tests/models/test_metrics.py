from __future__ import annotations

import numpy as np
import pytest

from models.metrics import auc, by_network, calibration_error, interval, threshold_at, upper_bound

ONES = np.ones(4)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], 1.0),
        ([1, 0, 1, 0], [0.9, 0.8, 0.2, 0.1], 0.75),
        ([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5], 0.5),
    ],
)
def test_auc(labels: list[int], scores: list[float], expected: float) -> None:
    assert auc(np.array(labels, float), np.array(scores), ONES) == pytest.approx(expected)


def test_auc_without_both_kinds_cannot_be_told() -> None:
    assert np.isnan(auc(ONES, ONES, ONES))


def test_every_network_weighs_one() -> None:
    assert by_network(["a", "a", "b"]).tolist() == [0.5, 0.5, 1.0]


@pytest.mark.parametrize(
    ("part", "networks", "least", "most"),
    [(0.0, 21, 0.15, 0.18), (0.0, 642, 0.004, 0.007), (1.0, 5, 1.0, 1.0), (0.5, 10, 0.75, 0.85)],
)
def test_few_networks_leave_the_bound_high(
    part: float, networks: int, least: float, most: float
) -> None:
    assert least <= upper_bound(part, networks) <= most


@pytest.mark.parametrize(("rate", "over"), [(0.0, 0), (0.25, 1), (0.5, 2)])
def test_threshold(rate: float, over: int) -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.3])
    assert (scores > threshold_at(scores, ONES, rate)).sum() == over


def test_calibration_error() -> None:
    labels = np.array([1.0, 1.0, 0.0, 0.0])
    assert calibration_error(labels, labels, ONES) == 0
    assert calibration_error(labels, 1 - labels, ONES) == 1


def test_interval_holds_the_value() -> None:
    labels = np.array([1.0, 1, 1, 0, 0, 0])
    scores = np.array([0.9, 0.4, 0.8, 0.5, 0.1, 0.2])
    low, high = interval(list("abcdef"), labels, lambda w: auc(labels, scores, w))
    assert low <= auc(labels, scores, np.ones(6)) <= high
