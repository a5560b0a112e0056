"""How far a sweep is: the words, lines where nobody watches live, and a bar on a terminal."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checker.sweep.coordinator import Tally
from checker.sweep.watching import Rate, watching
from tests.sweep.sweeping import ROOT, offline, pages, write

READ = {"read": 100, "size": 100}


@pytest.mark.parametrize(
    ("seconds", "tally", "expected"),
    [
        pytest.param(60, {"jobs": 7, "done": 7}, "7 of 7, 0.1 a second, 0:00:00 left", id="end"),
        pytest.param(2, {"jobs": 9, "done": 5}, "5 of 9", id="too_early_for_a_rate"),
        pytest.param(60, {"jobs": 9}, "0 of 9", id="nothing_done"),
        pytest.param(
            100,
            {"jobs": 100_000, "done": 990, "failed": 10},
            "1,000 of 100,000, 10.0 a second, 2:45:00 left",
            id="rate",
        ),
        pytest.param(
            100,
            {"jobs": 2000, "done": 1000, "read": 25},
            "1,000 of 2,000+, 10.0 a second, 0:11:40 left",
            id="the_rest_of_the_input_counts",
        ),
        pytest.param(
            100,
            {"jobs": 2000, "done": 1000, "before": 500},
            "1,000 of 2,000, 5.0 a second, 0:03:20 left",
            id="an_earlier_run_is_no_rate",
        ),
        pytest.param(
            60, {"jobs": 9, "done": 1, "waiting_for": "locked"},
            "1 of 9, waiting for the store (locked)",
            id="store",
        ),
        pytest.param(60, {"jobs": 9, "done": 1, "workers": 0}, "1 of 9, waiting for workers", id="cluster"),
        pytest.param(
            60, {"jobs": 9, "done": 1, "resting": ("rdap.example",)},
            "1 of 9, waiting for the registry rdap.example",
            id="registry",
        ),
    ],
)  # fmt: skip
def test_what_is_said(seconds: float, tally: dict[str, Any], expected: str) -> None:
    at = [0.0]
    rate = Rate(lambda: at[0])
    at[0] = seconds
    assert rate.told(Tally(**{**READ, **tally})).text() == expected


def test_lines_where_nobody_watches_live() -> None:
    stream = io.StringIO()
    with watching(stream, every=3600.0) as watch:
        for word in ("", "", "locked", "locked", "", ""):
            watch(Tally(jobs=5, done=1, waiting_for=word))
    assert stream.getvalue().splitlines() == [
        "1 of 5, waiting for the store (locked)",
        "1 of 5",
    ]


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    """The real command on a real terminal, whose cursor is there again in the end."""
    source = write(tmp_path / "in", pages(60))
    ours, theirs = os.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "checker", "sweep", *map(str, offline(source, tmp_path / "out"))],
        cwd=ROOT,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
    )
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # What Linux says when the last one has closed the other end.
        pass
    os.close(ours)
    assert run.wait(60) == 0
    text = said.decode()
    assert "━" in text
    assert "of 60" in text
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")
    assert re.search(r"60 judged, 0 without a report", text)
