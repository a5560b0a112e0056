"""Sketches and skeletons: estimates of what is common, and no page that could stop them."""

from __future__ import annotations

import pytest

from checker.family.build import own_names, skeleton
from checker.family.sketch import similarity, sketch


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (range(100), range(100), 1, 1),
        (range(100), range(50, 150), 0.2, 0.46),
        (range(99), range(100, 200), 0, 0.06),
    ],
)
def test_sketches_estimate_what_is_common(
    one: range, other: range, low: float, high: float
) -> None:
    sketches = [sketch("text", (f"word {n}" for n in numbers)) for numbers in (one, other)]
    assert low <= similarity(*sketches) <= high


@pytest.mark.parametrize(
    "body",
    [b"", b"<" * 100_000, b"<a " * 50_000, b"<div class='" * 20_000, bytes(range(256)) * 400],
)
def test_hostile_bytes_give_a_skeleton_or_none(body: bytes) -> None:
    assert isinstance(list(skeleton(body)), list)


def test_names_of_common_frameworks_are_nobody_s_own() -> None:
    common = b'<div class="row col-md-6 btn btn-primary mt-4 product-card flex wp-block-group">'
    assert own_names([common]) == []
    assert (
        len(own_names([common, b'<div class="row rxhero rxprice">', b'<p class="RxPrice">'])) == 2
    )
