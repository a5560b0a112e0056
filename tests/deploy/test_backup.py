"""The backup of `docs/deploy`, as each night makes it, and what is there again on another machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore
from checker.store.database import file_in
from checker.store.schema import FAMILIES
from tests.deploy.recipes import put_elsewhere
from tests.test_docs import ROOT
from web.signing import KEY_FILE, load_or_make
from web.store import Appeal, Store

APPEAL = Appeal(host="shop.com", level="caution", role="site", text="wrøng", contact="")
SITE = Fingerprint(domain="shop.com", seen="2026-01-01", marks=frozenset({Mark("email", "a@b.c")}))
DAY = 86_400


@pytest.fixture
def machine(tmp_path: Path, place: str | Path) -> dict[str, str]:
    """The environment of a machine whose settings are in a file, with SQLite or PostgreSQL."""
    config = tmp_path / "rxlens.toml"
    config.write_text("" if isinstance(place, Path) else f'database = "{place}"\n')
    return settings(config, tmp_path / "data")


def settings(config: Path, data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RXLENS_")}
    return kept | {"RXLENS_CONFIG": str(config), "XDG_DATA_HOME": str(data)}


def rxlens(machine: dict[str, str], *words: str) -> str:
    line = [sys.executable, "-m", "checker", *words]
    done = subprocess.run(line, env=machine, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def backup(machine: dict[str, str], place: Path) -> subprocess.CompletedProcess[str]:
    """Run the script of the night's unit."""
    places = {
        "/opt/rxlens/.venv/bin/rxlens": f"{sys.executable} -m checker",
        "/var/backups/rxlens": str(place),
    }
    words = ["/bin/sh", "-c", put_elsewhere("backup.sh", places)]
    return subprocess.run(words, env=machine, cwd=ROOT, capture_output=True, text=True, check=False)


def used(machine: dict[str, str], place: str | Path) -> tuple[str, str]:
    """What people left with the service: the address of a saved report, and the key readers pinned."""
    directory = Path(machine["XDG_DATA_HOME"]) / "rxlens" / "web"
    where = place if isinstance(place, str) else directory
    key = load_or_make(directory).fingerprint
    store = Store(where)
    token, _ = store.save(b'{"saved": 1}', 30)
    store.appeal(APPEAL, 30)
    store.close()
    with FamilyStore(file_in(where, FAMILIES)) as families:
        families.add(SITE)
    return token, key


def test_a_night_s_backup_is_all_there_again_on_another_machine(
    machine: dict[str, str], place: str | Path, tmp_path: Path
) -> None:
    token, key = used(machine, place)
    kept, there = tmp_path / "backups", tmp_path / "there" / "rxlens" / "web"
    kept.mkdir()
    done = backup(machine, kept)
    assert (done.returncode, done.stderr) == (0, "")
    (file,) = kept.iterdir()
    assert file.stat().st_mode & 0o077 == 0

    (tmp_path / "other.toml").write_text("")
    other = settings(tmp_path / "other.toml", tmp_path / "there")
    rxlens(other, "store", "restore", str(file))
    store = Store(there)
    assert store.saved(token) is not None
    assert [appeal for _, _, appeal in store.appeals()] == [APPEAL]
    store.close()
    assert '"shop.com"' in rxlens(other, "appeals")
    with FamilyStore(file_in(there, FAMILIES)) as families:
        assert families.get("shop.com") == SITE
    assert not (there / KEY_FILE).exists(), "it is copied beside the backup"
    shutil.copy(Path(machine["XDG_DATA_HOME"]) / "rxlens" / "web" / KEY_FILE, there)
    assert key in rxlens(other, "lists", "key")


def test_old_backups_go_when_a_new_one_is_there(tmp_path: Path) -> None:
    kept, config = tmp_path / "backups", tmp_path / "rxlens.toml"
    kept.mkdir()
    config.write_text("")
    newest = config.stat().st_mtime
    for name, days in (("a.backup", 32), ("b.backup", 29), ("note.txt", 400)):
        (kept / name).write_text("x")
        os.utime(kept / name, (newest - days * DAY,) * 2)
    assert backup(settings(config, tmp_path), kept).returncode == 0
    assert {path.name for path in kept.iterdir()} > {"b.backup", "note.txt"}
    assert not (kept / "a.backup").exists()
    assert len(list(kept.iterdir())) == 3


def test_a_backup_that_fails_throws_nothing_away_and_says_so(tmp_path: Path) -> None:
    kept, config = tmp_path / "backups", tmp_path / "rxlens.toml"
    kept.mkdir()
    config.write_text('database = "postgresql:///rxlens?host=/nowhere"\n')
    (kept / "a.backup").write_text("x")
    os.utime(kept / "a.backup", (0, 0))
    done = backup(settings(config, tmp_path), kept)
    assert done.returncode != 0
    assert "docs/store.md" in done.stderr
    assert [path.name for path in kept.iterdir()] == ["a.backup"]
