"""Backup of one engine, put back into either."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from checker.errors import InputRefused
from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore
from checker.store.database import file_in
from checker.store.looking import Held, look
from checker.store.schema import FAMILIES, PARTS
from checker.store.transfer import back_up, restore
from tests.data_servers import PostgreSQL
from web.store import Appeal, Store

APPEAL = Appeal(host="shop.com", level="caution", role="site", text="wrøng", contact="")
SITE = Fingerprint(domain="shop.com", seen="2026-01-01", marks=frozenset({Mark("email", "a@b.c")}))


def filled(place: str | Path) -> str:
    store = Store(place)
    store.cache("k", b'{"a":1}', 1e9)
    token, _ = store.save(b"{}", 1)
    store.appeal(APPEAL, 1)
    for level in ("caution", "high_risk"):
        store.note_level("shop.com", "GB", level)
    store.close()
    with FamilyStore(file_in(place, FAMILIES)) as families:
        families.add(SITE)
    return token


def kept_in(place: str | Path) -> list[Held]:
    """What is there of all that a backup holds."""
    lasting = {part.name for part in PARTS if part.backed_up}
    return [held for held in look(place) if held.part in lasting]


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_everything_comes_back(
    place: str | Path, postgresql: PostgreSQL, tmp_path: Path, to: str
) -> None:
    token, file = filled(place), tmp_path / "backup"
    there = tmp_path / "there" if to == "sqlite" else postgresql.new_database()
    assert back_up(place, file) == restore(there, file)
    assert file.stat().st_mode & 0o077 == 0
    assert kept_in(there) == kept_in(place)
    store = Store(there)
    assert store.saved(token) is not None
    assert [appeal for _, _, appeal in store.appeals()] == [APPEAL]
    store.note_level("shop.com", "GB", "caution")
    assert [change.after for change in store.changes()] == ["caution", "high_risk"]
    store.close()
    with FamilyStore(file_in(there, FAMILIES)) as families:
        assert families.get("shop.com") == SITE
        families.add(SITE)
    with pytest.raises(InputRefused, match="not empty"):
        restore(there, file)


@pytest.mark.parametrize("spoilt", ["cut", "no gzip", "other text", "row lost"])
def test_what_is_no_whole_backup(tmp_path: Path, spoilt: str) -> None:
    filled(tmp_path / "store")
    file = tmp_path / "backup"
    back_up(tmp_path / "store", file)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(
        {
            "cut": file.read_bytes()[:200],
            "no gzip": b"hello",
            "other text": gzip.compress(b'{"hello": 1}\n'),
            "row lost": gzip.compress(b"".join(lines[:1] + lines[2:])),
        }[spoilt]
    )
    with pytest.raises(InputRefused):
        restore(tmp_path / "there", file)
