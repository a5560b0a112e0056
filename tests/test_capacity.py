"""What `docs/capacity.md` tells is what the model reckons, and the model reckons as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.capacity import DAY, MONTH, Registry, Work, amount, figures, page, registries, size
from checker.sweep.registrations import PAUSE

ANSWER = 0.3
OUR_PACE = DAY / (PAUSE + ANSWER)


def test_the_page_is_what_the_model_prints(root: Path) -> None:
    assert page() in (root / "docs/capacity.md").read_text("utf-8")


def test_every_figure_says_where_it_is_from() -> None:
    assert all(figure.source for figure in figures().values())
    assert all(registry.source for registry in registries())
    assert sum(registry.share for registry in registries()) <= 1


@pytest.mark.parametrize(
    ("share", "a_day", "days"),
    [
        (0.5, None, 500_000 / OUR_PACE),
        (0.5, 1000, 500),
        (0.001, 100, 10),
        (0.5, 1e9, 500_000 / OUR_PACE),  # a limit far off changes nothing
        (0, None, 0),
    ],
)
def test_days_until_a_registry_was_asked(share: float, a_day: float | None, days: float) -> None:
    asked = Registry("r", ".r", share, a_day, "here")
    assert asked.days(1e6, ANSWER) == pytest.approx(days)


@pytest.mark.parametrize(
    ("core", "wait", "cores", "days"),
    [
        (DAY / 1e6, 0, 1, 2),  # a core that is busy half its time
        (DAY / 1e6, 0, 4, 0.5),
        (0, 16 * DAY / 1e6, 1, 1),  # sixteen sites are waited for at once
        (DAY / 1e6, 16 * DAY / 1e6, 1, 2),  # the longer of both, not their sum
    ],
)
def test_days_of_machines(core: float, wait: float, cores: float, days: float) -> None:
    assert Work("w", core, wait, 0).days(1e6, cores, 16, 0.5) == pytest.approx(days)


def test_a_month_has_thirty_days() -> None:
    assert MONTH == 2_592_000


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (0.123, "0.12"), (9.96, "10"), (12.3, "12"), (47_648, "48,000")]
)
def test_amounts(value: float, told: str) -> None:
    assert amount(value) == told


@pytest.mark.parametrize(
    ("octets", "told"), [(0, "0 B"), (990, "990 B"), (37_500, "38 kB"), (4.4e13, "44 TB"), (4.4e15, "4,400 TB")]
)  # fmt: skip
def test_sizes(octets: float, told: str) -> None:
    assert size(octets) == told
