"""Damaged, empty and missing files: refused, said so, and the one before still counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from checker.registers import look_up, reload, sources, store
from checker.registers.catalogue import catalogue
from checker.registers.entry import Entry
from checker.registers.snapshot import SnapshotError, decode, encode, make_entry
from checker.registers.store import directory, replace_file

TODAY = date(2026, 11, 24)
OLD, NEW = date(2026, 11, 1), date(2026, 11, 20)


def entry(domain: str, day: date = NEW, source: str = "dk_dkma") -> Entry:
    return make_entry(
        catalogue()[source], domain=domain, snapshot=day, name="Opfundet, “Ø”\nApotek"
    )


def file(*domains: str, day: date = NEW) -> bytes:
    return encode([entry(domain, day) for domain in domains], {"dk_dkma": day})


def found(domain: str) -> bool:
    return bool(look_up(domain, domain))


def problem(source: str = "dk_dkma") -> str:
    state = next(state for state in sources(TODAY) if state.source.id == source)
    return state.warning.text() if state.warning else ""


def with_head(data: bytes, **changes: object) -> bytes:
    head, _, body = data.partition(b"\n")
    return json.dumps({**json.loads(head), **changes}).encode() + b"\n" + body


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "only the first line": lambda data: data.partition(b"\n")[0] + b"\n",
    "cut": lambda data: data[:-5],
    "one byte changed": lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:],
    "something added": lambda data: data + b"dk_dkma,rogue.dk,,,,,,,\n",
    "hash of nothing": lambda data: with_head(data, sha256=""),
    "another version": lambda data: with_head(data, version=2),
    "no list": lambda data: with_head(data, sources=[]),
    "rows miscounted": lambda data: with_head(
        data, sources=[{"id": "dk_dkma", "snapshot": "2026-11-20", "rows": 7}]
    ),
    "another list": lambda data: encode([], {"nl_cibg": NEW}),
    "a list": lambda data: b"[1]\n",
    "deep": lambda data: b"[" * 100_000 + b"\n",
    "not text": lambda data: b"\xff" * 100,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_files_are_not_loaded(place: Path, damage: Callable[[bytes], bytes]) -> None:
    replace_file("dk_dkma", file("old-invented.dk", day=OLD))
    replace_file("dk_dkma", file("new-invented.dk"))
    path = place / "dk_dkma.snapshot"
    path.write_bytes(damage(path.read_bytes()))
    reload()
    assert not found("new-invented.dk")
    assert not found("rogue.dk")
    assert found("old-invented.dk"), "the one before is used"
    assert "was not loaded" in problem()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_never_takes_the_place(
    place: Path, damage: Callable[[bytes], bytes]
) -> None:
    replace_file("dk_dkma", file("old-invented.dk", day=OLD))
    with pytest.raises(SnapshotError):
        replace_file("dk_dkma", damage(file("new-invented.dk")))
    reload()
    assert found("old-invented.dk")
    assert problem() == ""
    assert [path.name for path in place.iterdir()] == ["dk_dkma.snapshot"]


def test_both_damaged_is_no_list_and_said(place: Path) -> None:
    place.mkdir()
    (place / "dk_dkma.snapshot").write_bytes(b"")
    (place / "dk_dkma.snapshot.previous").write_bytes(b"x")
    reload()
    assert not found("old-invented.dk")
    assert "was not loaded" in problem()


def test_a_directory_in_the_file_s_place(place: Path) -> None:
    (place / "dk_dkma.snapshot").mkdir(parents=True)
    reload()
    assert "was not loaded" in problem()


def test_damaged_shipped_file_leaves_what_is_in_memory(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found("boots.com")
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "data" / store.SHIPPED).write_bytes(b"")
    monkeypatch.setattr(store, "files", lambda _: package)
    reload()
    assert found("boots.com")
    assert "damaged" in problem("name_suggestion_index")


def test_damaged_shipped_file_at_the_start(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "files", lambda _: tmp_path)
    reload()
    assert not found("boots.com")
    assert "damaged" in problem("name_suggestion_index")
    assert found("corner.pharmacy"), "the address still says it"


def test_the_newest_snapshot_counts(place: Path) -> None:
    old = date(2019, 1, 1)
    source = catalogue()["mhra_sellers"]
    replace_file(
        "mhra_sellers",
        encode([make_entry(source, domain="older-invented.co.uk", snapshot=old)], {source.id: old}),
    )
    reload()
    assert not found("older-invented.co.uk"), "the shipped one is newer"
    assert found("ainsworths.com")


def test_same_rows_same_bytes() -> None:
    rows = [entry("b-invented.dk"), entry("a-invented.dk"), entry("a-invented.dk")]
    data = encode(rows, {"dk_dkma": NEW})
    assert data == encode(reversed(rows), {"dk_dkma": NEW})
    assert decode(data).entries == (entry("a-invented.dk"), entry("b-invented.dk"))


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"RXLENS_REGISTERS": "/a/b"}, "/a/b"),
        ({"XDG_DATA_HOME": "/data"}, "/data/rxlens/registers"),
        ({"XDG_DATA_HOME": "relative"}, "/nobody/.local/share/rxlens/registers"),
        ({}, "/nobody/.local/share/rxlens/registers"),
    ],
)
def test_directory(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RXLENS_REGISTERS", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/nobody")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert directory() == Path(expected)


def test_nobody_s_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home directory, as in some containers: the shipped lists are all there is."""

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("RXLENS_REGISTERS", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(store, "_held", None)
    assert found("boots.com")
    assert problem() == ""
    with pytest.raises(NotADirectoryError):
        replace_file("dk_dkma", file("new-invented.dk"))


def test_the_one_before_is_kept_through_renewals(place: Path) -> None:
    for day, domain in ((OLD, "first-invented.dk"), (NEW, "second-invented.dk")):
        replace_file("dk_dkma", file(domain, day=day))
    (place / "dk_dkma.snapshot").write_bytes(b"")
    replace_file("dk_dkma", file("third-invented.dk"))
    (place / "dk_dkma.snapshot").unlink()
    reload()
    assert found("first-invented.dk"), "a damaged file did not push it out"
    assert sorted(path.name for path in place.iterdir()) == ["dk_dkma.snapshot.previous"]
