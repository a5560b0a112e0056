"""Every test of the registers has an empty place of its own for imported lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.registers import store


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The directory of imported lists; what is in memory is as if just started."""
    directory = tmp_path / "registers"
    monkeypatch.setenv("RXLENS_REGISTERS", str(directory))
    monkeypatch.setattr(store, "_held", None)
    yield directory
    monkeypatch.undo()
    store.reload()
