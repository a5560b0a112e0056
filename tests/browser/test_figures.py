"""The figures of the model as the page reads them. Needs no browser."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.figures import METRICS
from web.figures import figures, read


def test_what_is_shown() -> None:
    shown = figures(METRICS)
    assert [row[0] for row in shown.rows] == ["illicit", "lawful", "benign"]
    assert shown.recall is not None
    assert (shown.recall.value, shown.recall.low) == (0.913, 0.85)
    lawful, benign = shown.alarms["caution"]
    assert (lawful.value, lawful.limit, lawful.hits, lawful.of) == (0.018, 0.02, 1, 40)
    assert (benign.value, benign.hits, benign.of) == (None, 1, 8)  # Too few for a share.
    assert shown.alarms["high_risk"][0].limit == 0.005
    assert shown.calibration_error == 0.021
    assert len(shown.calibration) == 3


def test_mistakes_name_no_site() -> None:
    shown = figures(METRICS)
    assert "harbour" not in repr(shown)
    assert shown.mistakes[0].because == ("bulk_packs", "page_words")


def _without(name: str) -> dict[str, Any]:
    found = copy.deepcopy(METRICS)
    del found[name]
    return found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="a list"),
        pytest.param(json.dumps(_without("levels")), id="another form"),
    ],
)
def test_what_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "metrics.json"
    file.write_text(text, encoding="utf-8")
    assert read(file) is None


def test_no_file_is_none(tmp_path: Path) -> None:
    assert read(tmp_path / "metrics.json") is None


def test_no_calibration_points_are_no_failure(tmp_path: Path) -> None:
    assert figures(_without("calibration")).calibration == ()
