"""The figures on labelled pages: those asked for, and the same every time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.family.measure import is_looked_at, labelled_sites, measure


@pytest.mark.slow
def test_labelled_networks(data_dir: Path) -> None:
    lines = list(measure(data_dir))
    for name in ("sites that sell medicines", "all sites"):
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{name}, all networks"))
        precision, recall = (
            float(share) for share in re.findall(r"(?:precision|recall) (\d\.\d+)", lines[at + 1])
        )
        assert precision >= 0.98, name
        assert recall >= 0.85, name
    assert lines[-1].endswith(": 0")


@pytest.mark.slow
def test_the_deal_is_the_same_every_time(data_dir: Path) -> None:
    first = next(iter(labelled_sites(data_dir)))
    assert first == next(iter(labelled_sites(data_dir)))


def test_half_of_the_networks_are_left_for_the_figures() -> None:
    seen = sum(is_looked_at(f"network {n}") for n in range(1000))
    assert 450 < seen < 550
