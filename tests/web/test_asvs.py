"""A5: every row of the checklist has its tests, and ``docs/asvs.md`` says which."""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"^\| (V[\d.]+) \| (.+?) \| (.+) \|$", re.MULTILINE)
LEAST = 60


@cache
def table() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Number -> what we do, and the tests named for it."""
    text = TABLE.read_text(encoding="utf-8")
    return {
        number: (what, re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", tests))
        for number, what, tests in ROW.findall(text)
    }


@cache
def functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("number", table())
def test_the_tests_named_exist(number: str) -> None:
    for name, function in table()[number][1]:
        path = ROOT / "tests" / name
        assert path.is_file(), name
        assert not function or function in functions(path), f"{name}::{function}"


def test_no_row_is_left_out(fixtures_dir: Path) -> None:
    with (fixtures_dir / "asvs_checklist.csv").open(encoding="utf-8", newline="") as lines:
        wanted = [row["asvs_5_0_id"] for row in csv.DictReader(lines)]
    assert set(wanted) <= set(table())
    assert sum(bool(table()[number][1]) for number in wanted) >= LEAST
