"""``rxlens family`` as people meet it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.cli import main
from checker.family.store import FamilyStore
from tests.family.build import NUMBER, page, site, told


def test_an_unknown_site_is_named_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXLENS_FAMILIES", os.fspath(tmp_path / "f.sqlite"))
    assert main(["family", "unknown-shop.example"]) == 2
    assert "No fingerprint" in capsys.readouterr().err


def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.sqlite"
    with FamilyStore(path) as store:
        store.add(
            site("one.example", page(told("pill"), contact=f"Tel {NUMBER}")),
            site("two.example", page(told("pill"))),
        )
    assert main(["family", "one.example", "--store", os.fspath(path)]) == 0
    assert "two.example" in capsys.readouterr().out
    assert main(["family", "one.example", "--store", os.fspath(path), "--json"]) == 0
    assert '"family-v1"' in capsys.readouterr().out
