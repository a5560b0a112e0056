"""``rxlens store`` from the command line, on both engines: what it prints, changes and refuses."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from checker.store.database import Database, file_in
from checker.store.revisions import revisions_of, upgrade, version_table
from checker.store.schema import KEPT, PARTS
from tests.store import shipped
from tests.test_docs import ROOT
from web.store import Appeal, Store

APPEAL = Appeal(host="shop.com", level="caution", role="site", text="wrøng", contact="")
OLDER = "A part is of an earlier version"


def rxlens(*words: str, settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command with these settings and no others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RXLENS_")}
    line = [sys.executable, "-m", "checker", "store", *words]
    return subprocess.run(
        line, cwd=ROOT, env=kept | (settings or {}), capture_output=True, text=True, check=False
    )


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The line of each part, without its name."""
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    return {name: rest for name, rest in lines if name in {part.name for part in PARTS}}


def older(place: str | Path) -> None:
    """The part of what is kept as the version before the present one made it, with an appeal."""
    made = Database(KEPT, file_in(place, KEPT))
    made._prepare = lambda engine: None  # type: ignore[method-assign]
    with made.transaction() as connection:
        upgrade(connection, KEPT, revisions_of(KEPT.name)[-2])
        connection.exec_driver_sql(
            "INSERT INTO appeals (id, host, level, role, text, contact, made, expires)"
            " VALUES ('5f1c', 'shop.com', 'caution', 'site', 'wrong', '', 1e9, 4e9)"
        )
    made.close()


def everything_in(place: str | Path) -> object:
    """All that could have been changed: bytes of files, or tables and revisions."""
    if isinstance(place, Path):
        return {
            path.name: path.read_bytes() for path in place.iterdir() if path.suffix == ".sqlite"
        }
    with psycopg.connect(place) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = sorted(name for (name,) in tables)
        revision = connection.execute(f"SELECT version_num FROM {version_table(KEPT)}").fetchall()  # type: ignore[call-overload, unused-ignore]
        return names, revision


def test_looking_changes_nothing_and_upgrading_does(place: str | Path) -> None:
    older(place)
    before, newest = everything_in(place), revisions_of(KEPT.name)[-1]
    looked = rxlens("info", "--store", str(place))
    assert rows(looked)["kept"].startswith(f"{revisions_of(KEPT.name)[-2]} < {newest}")
    assert "appeals 1" in rows(looked)["kept"] and OLDER in looked.stdout
    assert rows(looked)["cache"].split() == ["-", "-"]
    assert everything_in(place) == before

    upgraded = rxlens("upgrade", "--store", str(place))
    assert {line.split()[0] for line in rows(upgraded).values()} == {
        revisions_of(part.name)[-1] for part in PARTS
    }
    assert "appeals 1" in rows(upgraded)["kept"] and OLDER not in upgraded.stdout
    assert rows(rxlens("info", "--store", str(place))) == rows(upgraded)


def test_a_store_that_is_opened_is_upgraded(place: str | Path) -> None:
    older(place)
    store = Store(place)
    assert [appeal.host for _, _, appeal in store.appeals()] == ["shop.com"]
    store.close()
    assert rows(rxlens("info", "--store", str(place)))["kept"].startswith(revisions_of("kept")[-1])


def test_files_of_the_first_version_are_looked_at_as_they_are(tmp_path: Path) -> None:
    shipped.make(tmp_path)
    before = everything_in(tmp_path)
    looked = rxlens("info", "--store", str(tmp_path))
    assert rows(looked)["kept"].startswith("- < ") and OLDER in looked.stdout
    assert everything_in(tmp_path) == before
    assert not list(tmp_path.glob("checks*"))


def test_a_backup_goes_from_engine_to_engine(place: str | Path, tmp_path: Path) -> None:
    """The store is that of the settings where none is named."""
    store = Store(place)
    store.appeal(APPEAL, 30)
    store.close()
    file, there = str(tmp_path / "backup"), str(tmp_path / "there")
    named = "RXLENS_STORE" if isinstance(place, Path) else "RXLENS_DATABASE"
    done = rxlens("backup", file, settings={named: str(place)})
    assert (done.returncode, done.stderr) == (0, "")
    done = rxlens("restore", file, "--store", there)
    assert (done.returncode, done.stderr) == (0, "")
    assert "appeals 1" in rows(rxlens("info", "--store", there))["kept"]
    again = rxlens("restore", file, "--store", there)
    assert again.returncode == 2 and "not empty" in again.stderr


def a_later_version(place: Path) -> None:
    Store(place).changes()
    with sqlite3.connect(place / "kept.sqlite") as file:
        file.execute("UPDATE kept_version SET version_num = 'v999'")
    file.close()


def no_database(place: Path) -> None:
    (place / "kept.sqlite").write_text("no database, and of some length" * 100)


@pytest.mark.parametrize(("spoil", "word"), [(a_later_version, "newer"), (no_database, "damaged")])
def test_what_cannot_be_used_is_said_and_left(tmp_path: Path, spoil: object, word: str) -> None:
    assert callable(spoil)
    spoil(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    done = rxlens("info", "--store", str(tmp_path))
    assert done.returncode == 1
    assert word in done.stderr and "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "words",
    [("restore",), ("backup",), ("info", "--store", "mysql://h/d"), ("nonsense",), ()],
)
def test_bad_words(words: tuple[str, ...], tmp_path: Path) -> None:
    done = rxlens(*words, settings={"RXLENS_STORE": str(tmp_path)})
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
