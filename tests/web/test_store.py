"""D3 and D4: the store killed while it writes, full, locked, damaged, gone."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, event

from checker import store as store_package
from checker.store.database import REST_SECONDS
from checker.store.postgresql import ANSWER_SECONDS
from tests.data_servers import PostgreSQL, postgresql_server
from tests.reports import ROGUE, report
from tests.web.asking import CHECKS, answer, ask, body_of
from tests.web.conftest import Canned, MakeApp
from tests.web.writer import report_called, write
from web import store as store_module
from web.store import DAY, Appeal, NotStored, Store

APPEAL = Appeal(host="shop.com", level="caution", role="site", text="wrong", contact="")


@pytest.fixture
def store(place: str | Path) -> Iterator[Store]:
    made = Store(place)
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


def test_a_change_that_many_see_is_written_down_once(place: str | Path) -> None:
    """As several processes on one store: each with connections of its own."""
    stores = [Store(place) for _ in range(4)]
    stores[0].note_level("shop.com", "GB", "caution")
    with ThreadPoolExecutor(16) as threads:
        for level in ("high_risk", "caution", "high_risk"):
            seen = [threads.submit(one.note_level, "shop.com", "GB", level) for one in stores * 4]
            for each in seen:
                each.result()
    found = [(c.before, c.after) for c in reversed(stores[0].changes())]
    assert found == [("caution", "high_risk"), ("high_risk", "caution"), ("caution", "high_risk")]
    for one in stores:
        one.close()


def test_a_secret_is_the_same_for_all(place: str | Path) -> None:
    stores = [Store(place) for _ in range(4)]
    with ThreadPoolExecutor(16) as threads:
        found = set(threads.map(lambda n: stores[n % 4].secret("clients"), range(16)))
    assert len(found) == 1
    assert found != {stores[0].secret("other")}
    assert {len(secret) for secret in found} == {32}
    for one in stores:
        one.close()


def test_what_is_over_is_forgotten(place: str | Path) -> None:
    """In pieces, and by whichever process comes first."""
    now = [1_000_000.0]
    stores = [Store(place, clock=lambda: now[0]) for _ in range(2)]
    for n in range(2_500):
        stores[0].cache(f"http://shop{n}.com/ GB", b"{}", DAY if n % 5 else 3 * DAY)
    token, _ = stores[0].save(b"{}", 2)
    stores[0].appeal(APPEAL, 4)
    now[0] += DAY
    with ThreadPoolExecutor(2) as threads:
        gone = list(threads.map(lambda one: one.forget(), stores))
    assert sum(gone) == 2_000
    assert stores[0].cached("http://shop0.com/ GB") is not None
    now[0] += 2.5 * DAY
    assert sum(one.forget() for one in stores) == 500 + 1
    assert stores[1].saved(token) is None
    assert len(stores[1].appeals()) == 1
    for one in stores:
        one.close()


def test_the_log_of_changes_is_kept_as_long_as_is_said(place: str | Path) -> None:
    """And so are levels that stay what they are: of them no list grows for ever."""
    now = [1e9]
    store = Store(place, clock=lambda: now[0])
    store.note_level("other.com", "GB", "caution")
    for level in ("caution", "high_risk"):
        store.note_level("shop.com", "GB", level)
        now[0] += 10 * DAY
    store.note_level("shop.com", "GB", "caution")
    assert store.forget() == 0, "nothing was said of an end"
    assert store.forget(change_days=11) == 1, "the level of the other, 20 days old"
    assert len(store.changes()) == 2
    now[0] += 5 * DAY
    assert store.forget(change_days=11) == 1
    assert [change.after for change in store.changes()] == ["caution"]
    store.note_level("shop.com", "GB", "caution")
    assert len(store.changes()) == 1, "the present level is still known"
    store.close()


def test_what_is_over_is_gone_from_the_files(tmp_path: Path) -> None:
    """Those that are ours: a database server writes over its own when it pleases."""
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


def test_a_secret_address_is_not_in_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    token, key = store.save(b'{"host": "shop.com"}', 1)
    held = contents(tmp_path)
    assert token.encode() not in held
    assert key.encode() not in held
    store.close()


def test_files_are_the_owners(tmp_path: Path) -> None:
    store = Store(tmp_path / "new")
    store.cache("k", b"{}", 1)
    store.save(b"{}", 1)
    found = [tmp_path / "new", *(tmp_path / "new").iterdir()]
    assert {path.name for path in found} >= {"cache.sqlite", "cache.sqlite-wal", "kept.sqlite"}
    assert [path for path in found if path.stat().st_mode & 0o077] == []
    store.close()


SOURCES = [*Path(store_package.__file__).parent.rglob("*.py"), Path(store_module.__file__)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_statement_is_put_together_from_text(path: Path) -> None:
    """V1.2.4: what comes from outside is a parameter, always."""
    built = [
        line.strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"execute|exec_driver_sql|text\(", line)
        and re.search(r'f"|%|\.format|\+', line)
    ]
    ours = {
        "sqlite": [
            """connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")""",
        ],
        "postgresql": [
            """connection.execute("SELECT set_config(%s, %s, false)", (name, value))""",
        ],
    }
    assert built == ours.get(path.stem, [])


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


def no_more_pages(connection: Connection) -> None:
    """As if the disk had no room for another page."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def test_full_disk(make_app: MakeApp) -> None:
    app = make_app(by=Canned(report(ROGUE)), store=True)
    store = app.extensions["rxlens"].store
    for database in (store._cache, store._kept):
        with database.transaction():  # opens it
            pass
        event.listen(database._engine, "begin", no_more_pages)
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
    done = answer(client, "shop.com")
    assert (done["level"], done["messages"]) == ("high_risk", [])
    assert client.get("/changes").status_code == 200
    with sqlite3.connect(tmp_path / "store" / "cache.sqlite") as again:
        assert again.execute("SELECT count(*) FROM reports").fetchone() == (1,), (
            "in a file that is there"
        )
    again.close()


def test_the_store_is_tried_again(tmp_path: Path) -> None:
    blocker = tmp_path / "cache.sqlite"
    blocker.mkdir()
    store = Store(tmp_path, rest=0.05)
    with pytest.raises(NotStored):
        store.cache("k", b"{}", 60)
    assert store.problems["cache"]
    blocker.rmdir()
    time.sleep(0.1)
    store.cache("k", b"{}", 60)
    assert store.problems["cache"] == ""
    store.close()


def test_reading_does_not_hide_that_writing_fails(tmp_path: Path) -> None:
    """What is told stands until something was written again, and not because of what began before."""
    store = Store(tmp_path, rest=0.0)
    store.cache("k", b"{}", 60)
    with store._cache.reading():  # one that ends after the failure
        event.listen(store._cache._engine, "begin", no_more_pages)
        with pytest.raises(NotStored):
            store.cache("l", os.urandom(2**20), 60)
    assert store.problems["cache"] == "full"
    assert store.cached("k") is not None
    assert store.problems["cache"] == "full"
    store.cache("l", b"{}", 60)
    assert store.problems["cache"] == ""
    store.close()


# D4 with a database server


def administered(address: str, *statements: str) -> None:
    """Each statement is a transaction of its own."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload, unused-ignore]


READ_ONLY = (
    """DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
    END $$""",
    # Whoever connects anew after that must find it so: within one transaction it would be too early.
    """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()""",
)


def failing(code: str) -> str:
    """All writing is refused with that error of the server's."""
    triggers = [
        f"CREATE TRIGGER failing BEFORE INSERT OR DELETE ON {table} EXECUTE FUNCTION failing();"
        for table in ("reports", "saved", "appeals", "levels")
    ]
    raising = f"BEGIN RAISE EXCEPTION 'failing' USING ERRCODE = '{code}'; END"
    return (
        f"CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$;"
        + "".join(triggers)
    )


DROPPED = "DROP TABLE reports, saved, appeals, levels, changes"


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        ((failing("disk_full"),), "full"),
        ((failing("io_error"),), "disk_error"),
        ((failing("data_corrupted"),), "damaged"),
        (READ_ONLY, "read_only"),
        ((DROPPED,), "refused"),
    ],
    ids=["full", "disk_error", "damaged", "read_only", "dropped"],
)
def test_trouble_of_a_database(
    make_app: MakeApp, postgresql: PostgreSQL, trouble: tuple[str, ...], word: str
) -> None:
    address = postgresql.new_database()
    app = make_app(by=Canned(report(ROGUE)), store=address, appeals_per_hour=0)
    client = app.test_client()
    assert answer(client, "first.com")["messages"] == []
    app.extensions["rxlens"].store.changes()
    administered(address, *trouble)
    done = answer(client, "shop.com")
    assert (done["level"], len(done["messages"])) == ("high_risk", 1)
    expected, end = {"cache": word, "kept": word}, time.monotonic() + 60
    # Whatever was under way when the trouble began ended by itself, or was cut off: that is told first.
    while app.extensions["rxlens"].store.problems != expected and time.monotonic() < end:
        answer(client, f"shop{time.monotonic_ns()}.com")
        client.post("/api/v1/appeals", json={"url": "shop.com", "text": "wrong"})
        time.sleep(0.1)
    refused = client.post("/api/v1/appeals", json={"url": "shop.com", "text": "wrong"})
    assert refused.status_code == 503
    assert app.extensions["rxlens"].store.problems == expected


def test_a_database_locked_by_another(make_app: MakeApp, postgresql: PostgreSQL) -> None:
    address = postgresql.new_database()
    app = make_app(by=Canned(report(ROGUE)), store=address)
    client = app.test_client()
    answer(client, "first.com")
    app.extensions["rxlens"].store.changes()
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE reports, appeals IN EXCLUSIVE MODE")
        begun = time.monotonic()
        done = answer(client, "shop.com")
        assert (done["level"], len(done["messages"])) == ("high_risk", 1)
        refused = client.post("/api/v1/appeals", json={"url": "shop.com", "text": "wrong"})
        assert refused.status_code == 503
        assert time.monotonic() - begun < 4
    assert app.extensions["rxlens"].store.problems == {"cache": "locked", "kept": "locked"}


@pytest.fixture
def own_server() -> Iterator[PostgreSQL]:
    """A server that may be ended."""
    with postgresql_server() as server:
        yield server


def test_a_server_that_ends_and_comes_back(make_app: MakeApp, own_server: PostgreSQL) -> None:
    address = own_server.new_database()
    app = make_app(by=Canned(report(ROGUE)), store=address)
    client = app.test_client()
    assert answer(client, "first.com")["messages"] == []
    app.extensions["rxlens"].store.appeal(APPEAL, 1)
    own_server.stop(signal.SIGQUIT)
    unsaved(client)
    own_server.start()
    time.sleep(REST_SECONDS + 0.1)
    assert answer(client, "third.com")["messages"] == []
    assert len(app.extensions["rxlens"].store.appeals()) == 1, "what was acknowledged is there"


def test_no_server_from_the_start(make_app: MakeApp, tmp_path: Path) -> None:
    address = f"postgresql://nobody@/nothing?host={tmp_path}"
    unsaved(make_app(by=Canned(report(ROGUE)), store=address).test_client())


def test_a_server_that_says_nothing(make_app: MakeApp, own_server: PostgreSQL) -> None:
    """It takes connections, and would hold every thread that asks it."""
    app = make_app(by=Canned(report(ROGUE)), store=own_server.new_database())
    client = app.test_client()
    assert answer(client, "first.com")["messages"] == []
    with own_server.frozen():
        begun = time.monotonic()
        unsaved(client)
        assert time.monotonic() - begun < 3 * (ANSWER_SECONDS + 3)
    time.sleep(REST_SECONDS + 0.1)
    assert answer(client, "third.com")["messages"] == []


# D3: killed while it writes


@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_while_it_writes(place: str | Path, rounds: int) -> None:
    """Nothing damaged, and nothing lost that was acknowledged."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.web.writer"])
    acknowledged: dict[str, set[str]] = {"appeal": set(), "cache": set()}
    for n in range(rounds):
        here, there = processes.Pipe(duplex=False)
        writer = processes.Process(target=write, args=(place, str(n), there))
        writer.start()
        there.close()
        told = [here.recv() for _ in range(1 + n % 9)]
        time.sleep(0.0005 * (n % 20))
        writer.kill()
        with suppress(EOFError):
            while True:
                told.append(here.recv())
        writer.join()
        here.close()
        for kind, text in told:
            acknowledged[kind].add(text)
    begun = time.monotonic()
    store = Store(place)
    appeals = {appeal.host for _, _, appeal in store.appeals()}
    assert time.monotonic() - begun < 5
    assert acknowledged["appeal"] <= appeals
    for text in acknowledged["cache"]:
        saved = store.cached(text)
        assert saved is not None
        assert saved.report == report_called(text)
    if isinstance(place, Path):
        assert not [path for path in place.iterdir() if "damaged" in path.name]
    assert len(acknowledged["appeal"]) > rounds
    store.close()
