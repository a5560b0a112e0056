"""D3 and D4: the store killed while it writes, full, locked, damaged, gone."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.reports import ROGUE, report
from tests.web.asking import CHECKS, answer, ask, body_of
from tests.web.conftest import Canned, MakeApp
from web import store as store_module
from web.store import DAY, Appeal, NotStored, Store

APPEAL = Appeal(host="shop.com", level="caution", role="site", text="wrong", contact="")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    yield made
    made.close()


def contents(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def test_what_is_kept_comes_back(store: Store) -> None:
    store.cache("http://shop.com/ GB", b'{"a":1}', 60)
    cached = store.cached("http://shop.com/ GB")
    assert cached is not None
    assert cached.report == b'{"a":1}'
    token, key = store.save(b"{}", 1)
    assert store.saved(token) is not None
    assert not store.delete(token, "other")
    assert not store.delete("other", key)
    assert store.delete(token, key)
    assert store.saved(token) is None
    number = store.appeal(APPEAL, 1)
    assert [(n, a) for n, _, a in store.appeals()] == [(number, APPEAL)]
    assert store.answered(number)
    assert store.appeals() == []


def test_levels_and_lists_that_changed(store: Store) -> None:
    for level in ("caution", "caution", "high_risk"):
        store.note_level("shop.com", "GB", level)
    store.note_level("shop.com", "DE", "caution")
    store.note_list("fda", "2026-01-01 10")
    store.note_list("fda", "2026-02-01 12")
    found = [(c.kind, c.subject, c.before, c.after) for c in store.changes()]
    assert sorted(found) == [
        ("list", "fda", "", "2026-01-01 10"),
        ("list", "fda", "2026-01-01 10", "2026-02-01 12"),
        ("verdict", "shop.com", "caution", "high_risk"),
    ]


def test_what_is_over_is_gone_from_the_files(tmp_path: Path) -> None:
    now = [1_000_000.0]
    store = Store(tmp_path, clock=lambda: now[0])
    store.cache("http://canary-host.com/ GB", b"{}", DAY)
    store.save(b"{}", 2)
    store.appeal(
        Appeal(host="canary-appeal.com", level="", role="", text="canary-text", contact=""), 3
    )
    assert b"canary-host" in contents(tmp_path)
    for days, cached, appealed in ((0.5, True, True), (1.5, False, True), (3.5, False, False)):
        now[0] = 1_000_000 + days * DAY
        store.forget()
        held = contents(tmp_path)
        assert (b"canary-host" in held, b"canary-appeal" in held) == (cached, appealed), days
    store.close()


def test_a_secret_address_is_not_in_the_file(store: Store, tmp_path: Path) -> None:
    token, key = store.save(b'{"host": "shop.com"}', 1)
    held = contents(tmp_path)
    assert token.encode() not in held
    assert key.encode() not in held


def test_files_are_the_owners(store: Store, tmp_path: Path) -> None:
    store.cache("k", b"{}", 1)
    assert (tmp_path / "cache.sqlite").stat().st_mode & 0o077 == 0


def test_no_statement_is_put_together_from_text() -> None:
    """V1.2.4: what comes from outside is a parameter, always."""
    source = Path(store_module.__file__).read_text(encoding="utf-8")
    built = [
        line for line in source.splitlines() if "execute" in line and ('f"' in line or "%" in line)
    ]
    assert [line.strip() for line in built] == ['connection.execute(f"PRAGMA synchronous={mode}")']
    store_text = "'; DROP TABLE appeals; --"
    assert store_text not in source


# D4: answers are given all the same


def a_directory(place: Path) -> None:
    """Stand in the place of each file."""
    for name in ("cache.sqlite", "kept.sqlite"):
        (place / name).mkdir(parents=True)


def a_file_in_the_way(place: Path) -> None:
    place.write_text("no directory")


def a_dangling_link(place: Path) -> None:
    place.symlink_to("/proc/nowhere/at/all")


@pytest.mark.parametrize("spoil", [a_directory, a_file_in_the_way, a_dangling_link])
def test_no_store_from_the_start(
    make_app: MakeApp, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "store")
    client = make_app(by=Canned(report(ROGUE)), store=True).test_client()
    unsaved(client)


def unsaved(client: FlaskClient) -> None:
    """Answers are given, and say that they were not saved; what was to be kept is refused."""
    done = answer(client, "shop.com")
    assert done["level"] == "high_risk"
    assert [note["template"] for note in done["messages"]] == [
        "This answer was not saved: our own store cannot be written at the moment."
    ]
    page = client.get(done["links"]["page"])
    assert page.status_code == 200
    assert "not saved" in page.text
    assert ask(client, "shop.com").status_code == 200, "memory answers the next question"
    for place, data in (
        (f"{CHECKS}/{done['id']}/save", {"days": 7}),
        ("/api/v1/appeals", {"url": "shop.com", "text": "wrong"}),
    ):
        refused = client.post(place, json=data)
        assert (refused.status_code, body_of(refused)["reason"]) == (503, "not_stored")
        assert int(refused.headers["Retry-After"]) > 0
    assert client.get("/changes").status_code == 200
    assert client.get("/saved/x").status_code == 503
    state = body_of(client.get("/api/v1/health"))["store"]
    assert all(state.values())


def test_locked_by_another_process(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(by=Canned(report(ROGUE)), store=True)
    client = app.test_client()
    assert answer(client, "first.com")["messages"] == []
    app.extensions["rxlens"].store.changes()
    others = [
        sqlite3.connect(tmp_path / "store" / name, isolation_level=None)
        for name in ("cache.sqlite", "kept.sqlite")
    ]
    for other in others:
        other.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    done = answer(client, "shop.com")
    assert done["level"] == "high_risk"
    assert done["messages"]
    assert time.monotonic() - begun < 2
    refused = client.post("/api/v1/appeals", json={"url": "shop.com", "text": "wrong"})
    assert refused.status_code == 503
    for other in others:
        other.execute("ROLLBACK")
        other.close()


def test_full_disk(make_app: MakeApp) -> None:
    app = make_app(by=Canned(report(ROGUE)), store=True)
    store = app.extensions["rxlens"].store
    for database in (store._cache, store._kept):
        with database.connection() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages}")
    client = app.test_client()
    fill = Appeal(host="shop.com", level="", role="", text="x" * 4000, contact="")
    with pytest.raises(NotStored):
        for _ in range(20):
            store.appeal(fill, 1)
    assert store.problems["kept"] == "full"
    done = answer(client, "shop.com")
    assert done["level"] == "high_risk"


def damaged(path: Path) -> None:
    """Overwrite the middle of a file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(os.urandom(size))


def test_a_damaged_file_is_put_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    first = Store(tmp_path)
    first.appeal(APPEAL, 1)
    first.cache("k", b"{}", 60)
    first.close()
    for name in ("cache.sqlite", "kept.sqlite"):
        damaged(tmp_path / name)
    second = Store(tmp_path)
    assert second.appeals() == []
    second.appeal(APPEAL, 1)
    assert second.cached("k") is None
    second.close()
    kept = [path.name for path in tmp_path.iterdir() if ".damaged-" in path.name]
    assert sorted(name.partition(".")[0] for name in kept) == ["cache", "kept"]


def test_damaged_while_it_is_open(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(by=Canned(report(ROGUE)), store=True)
    client = app.test_client()
    answer(client, "first.com")
    store = app.extensions["rxlens"].store
    store.appeal(APPEAL, 1)
    for name in ("cache.sqlite", "kept.sqlite"):
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                (tmp_path / "store" / (name + ending)).write_bytes(os.urandom(40_000))
        damaged(tmp_path / "store" / name)
    for n in range(5):
        assert answer(client, f"shop{n}.com")["level"] == "high_risk"
        assert client.post(
            "/api/v1/appeals", json={"url": "shop.com", "text": "wrong"}
        ).status_code in (201, 429, 503)


def test_gone_while_it_is_open(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(by=Canned(report(ROGUE)), store=True)
    client = app.test_client()
    answer(client, "first.com")
    for path in (tmp_path / "store").iterdir():
        path.unlink()
    assert answer(client, "shop.com")["level"] == "high_risk"
    assert client.get("/changes").status_code == 200


def test_the_store_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "REST_SECONDS", 0.05)
    blocker = tmp_path / "cache.sqlite"
    blocker.mkdir()
    store = Store(tmp_path)
    with pytest.raises(NotStored):
        store.cache("k", b"{}", 60)
    assert store.problems["cache"]
    blocker.rmdir()
    time.sleep(0.1)
    store.cache("k", b"{}", 60)
    assert store.problems["cache"] == ""
    store.close()


# D3: killed while it writes

WRITER = """
import sys
from pathlib import Path
from web.store import Appeal, Store
store = Store(Path(sys.argv[1]))
n = 0
while True:
    text = f"{sys.argv[2]}-{n}"
    store.appeal(Appeal(host=text, level="", role="", text="x" * 500, contact=""), 365)
    print("appeal", text, flush=True)
    store.cache(text, b'{"report":"' + text.encode() + b'"}', 86400)
    print("cache", text, flush=True)
    n += 1
"""


@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_while_it_writes(tmp_path: Path, root: Path, rounds: int) -> None:
    """Nothing damaged, and nothing lost that was acknowledged."""
    acknowledged: dict[str, set[str]] = {"appeal": set(), "cache": set()}
    for n in range(rounds):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(n)],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(0.01 + 0.002 * (n % 20))
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().splitlines(keepends=True)
        writer.wait()
        writer.stdout.close()
        for line in lines:
            if line.endswith("\n"):
                kind, text = line.split()
                acknowledged[kind].add(text)
    begun = time.monotonic()
    store = Store(tmp_path)
    appeals = {appeal.host for _, _, appeal in store.appeals()}
    assert time.monotonic() - begun < 5
    assert acknowledged["appeal"] <= appeals
    for text in acknowledged["cache"]:
        saved = store.cached(text)
        assert saved is not None
        assert saved.report == b'{"report":"' + text.encode() + b'"}'
    assert not [path for path in tmp_path.iterdir() if "damaged" in path.name]
    assert len(acknowledged["appeal"]) > rounds
    store.close()
