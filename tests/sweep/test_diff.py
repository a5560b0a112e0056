"""What changed between two sweeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.cli import main
from checker.sweep.answers import line_of
from checker.sweep.diff import Difference, difference
from checker.sweep.folder import RESULTS
from tests.reports import NEWS, ROGUE
from tests.sweep.sweeping import sweep, write

HARMLESS = ROGUE.replace(
    "<p>No prescription needed. We accept Bitcoin and Western Union only.</p>", ""
)


def swept(directory: Path, shops: dict[str, str]) -> Path:
    """A sweep of saved pages by host, each with its host as its ``id``."""
    rows = [
        json.dumps({"id": host, "url": f"https://{host}/", "html": html}).encode()
        for host, html in shops.items()
    ]
    directory.mkdir()
    sweep(write(directory / "in", rows), directory / "out")
    return directory / "out"


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    directory = tmp_path_factory.mktemp("diff")
    old = {
        "same.example": ROGUE,
        "worse.example": NEWS,
        "better.example": ROGUE,
        "less.example": ROGUE,
    }
    new = {
        "same.example": ROGUE,
        "worse.example": ROGUE,
        "better.example": NEWS,
        "less.example": HARMLESS,
    }
    return (
        swept(directory / "old", {**old, "gone.example": NEWS}),
        swept(directory / "new", {**new, "new.example": ROGUE}),
    )


def test_changes_by_kind_the_worst_first(sweeps: tuple[Path, Path]) -> None:
    found = difference(*sweeps)
    kinds = {change.site.split(" ")[0]: change.kind for change in found.changes}
    assert kinds == {
        "worse.example": "level",
        "better.example": "level",
        "less.example": "reasons",
        "gone.example": "gone",
        "new.example": "new",
    }
    assert found.same == 1
    assert [change.site.split(" ")[0] for change in found.of("level")] == [
        "worse.example",
        "better.example",
    ]
    (less,) = found.of("reasons")
    assert less.appeared == []
    assert less.vanished != []


def test_a_sweep_is_like_itself(sweeps: tuple[Path, Path]) -> None:
    assert difference(sweeps[0], sweeps[0] / RESULTS) == Difference(changes=(), same=5)


def test_for_people(sweeps: tuple[Path, Path], capsys: Any) -> None:
    assert main(["diff", *map(str, sweeps)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if not line.startswith("  ")] == [
        "Another level: 2", "New: 1", "Gone: 1", "The same level for other reasons: 1", "As before: 1",
    ]  # fmt: skip
    worse = said[1]
    assert worse.startswith('  worse.example ("worse.example")  Not a pharmacy → High risk  +')


def test_for_programs(sweeps: tuple[Path, Path], capsys: Any) -> None:
    assert main(["diff", *map(str, sweeps), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["same"], len(found["changes"])) == ("sweep-diff-v1", 1, 5)
    by_site = {change["site"].split(" ")[0]: change for change in found["changes"]}
    assert by_site["new.example"]["old_level"] is None
    assert by_site["gone.example"]["new_level"] is None
    assert by_site["better.example"]["new_level"] == "not_a_pharmacy"


def written(directory: Path, *rows: dict[str, Any]) -> Path:
    """Results as a sweep writes them, with little in them."""
    directory.mkdir()
    head = dict.fromkeys(("probability", "kind", "decided_by", "coverage", "checked_at", "seconds"))
    with (directory / RESULTS).open("wb") as file:
        for number, row in enumerate(rows, 1):
            front: dict[str, Any] = {
                "line": number,
                "repeats": [],
                "id": row.get("id"),
                "family": None,
            }
            rest = {
                "domain": "",
                "reasons": [],
                "sources": {},
                "error": None,
                "level": None,
                **head,
                **row,
            }
            rest.pop("id", None)
            body = json.dumps(rest, separators=(",", ":")).removesuffix("}") + ',"report":null}\n'
            file.write(line_of(front, body.encode()))
    return directory


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            [{"host": "a.example", "level": "caution"}],
            [{"host": "a.example", "error": {"reason": "worker_died"}}],
            [("a.example", "level")],
            id="no_report_now",
        ),
        pytest.param(
            [{"host": "a.example", "level": "caution"}, {"host": "a.example", "level": "verified"}],
            [
                {"host": "a.example", "level": "caution"},
                {"host": "a.example", "level": "high_risk"},
            ],
            [("a.example #2", "level")],
            id="pages_of_one_host_without_an_id",
        ),
        pytest.param(
            [{"host": "a.example", "id": 1, "level": "caution"}],
            [{"host": "a.example", "id": "1", "level": "caution"}],
            [("a.example (1)", "gone"), ('a.example ("1")', "new")],
            id="ids_of_other_types",
        ),
        pytest.param(
            [{"host": "a.example", "level": "caution", "reasons": ["one", "two"]}],
            [{"host": "a.example", "level": "caution", "reasons": ["two", "one"]}],
            [],
            id="order_of_reasons",
        ),
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_what_counts_as_the_same_site(
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    expected: list[tuple[str, str]],
    tmp_path: Path,
) -> None:
    found = difference(written(tmp_path / "old", *old), written(tmp_path / "new", *new))
    assert sorted((change.site, change.kind) for change in found.changes) == sorted(expected)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(None, "not_found", id="no_file"),
        pytest.param(b"shop.example\n", "not_results", id="an_input"),
        pytest.param(b'{"line": 1, "report": null}\n', "not_results", id="other_rows"),
        pytest.param(b'{"line":1,"report":null}\n', "not_results", id="keys_are_missing"),
        pytest.param(b"\x00\xff\n", "not_results", id="binary"),
    ],
)
def test_what_is_no_sweep(content: bytes | None, reason: str, tmp_path: Path, capsys: Any) -> None:
    if content is not None:
        (tmp_path / RESULTS).write_bytes(content)
    assert main(["diff", str(tmp_path), str(tmp_path)]) == 2
    assert f"[{reason}]" in capsys.readouterr().err
