"""The shipped file is what the build makes of the data, and holds nothing that may not ship."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from checker.registers.build import TAKEN, build, rows
from checker.registers.catalogue import catalogue
from checker.registers.snapshot import Snapshot, decode
from checker.registers.store import SHIPPED


@pytest.fixture(scope="module")
def shipped() -> bytes:
    return (files("checker.registers") / "data" / SHIPPED).read_bytes()


@pytest.fixture(scope="module")
def snapshot(shipped: bytes) -> Snapshot:
    return decode(shipped)


def test_building_again_gives_the_same_bytes(data_dir: Path, shipped: bytes) -> None:
    assert build(data_dir) == shipped


def test_only_lists_that_may_ship(snapshot: Snapshot) -> None:
    may = {source.id for source in catalogue().values() if source.ships}
    assert set(snapshot.dates) == may == set(TAKEN.values())
    for source in may:
        assert "none stated" not in catalogue()[source].licence


def named(data_dir: Path, table: str, *sources: str) -> Iterator[str]:
    for row in rows(data_dir, table):
        if set(row["source"].split(";")) <= set(sources) or not sources:
            yield row["host"]


def test_nothing_disputed_or_unlicensed(data_dir: Path, snapshot: Snapshot) -> None:
    ours = {entry.host or entry.domain for entry in snapshot.entries}
    assert not ours & set(named(data_dir, "conflicting_domains"))
    assert not ours & set(named(data_dir, "pharmacy_domains", "osm_belgium"))
    assert not ours & set(named(data_dir, "pharmacy_domains", "qcpp_jasanz"))
