"""Types, style and the store's own rules, by the programs that check them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.absent import absent
from tests.conftest import ROOT
from tests.extension.copies import command


def _run(program: str, *arguments: str) -> str:
    path = ROOT / "node_modules" / ".bin" / program
    if shutil.which("node") is None or not path.exists():
        absent(f"{program} is not installed; type: npm ci")
    done = subprocess.run(
        [str(path), *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_types_hold() -> None:
    _run("tsc", "--project", "tsconfig.json")


def test_style_is_kept() -> None:
    _run("eslint", "--max-warnings", "0", "extension")


def test_the_store_finds_nothing(tmp_path: Path) -> None:
    command("pack").unpack("firefox", tmp_path)
    found = json.loads(_run("web-ext", "lint", "--source-dir", str(tmp_path), "--output", "json"))
    assert found["summary"] == {"errors": 0, "notices": 0, "warnings": 0}, found


@pytest.mark.parametrize("name", ["package-lock.json"])
def test_the_lock_names_no_registry(name: str) -> None:
    assert '"resolved"' not in (ROOT / name).read_text("utf-8")
