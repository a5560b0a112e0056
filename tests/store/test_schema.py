"""The schema: made, taken over from earlier versions, the same on both engines, and never of a later version."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, select, text
from sqlalchemy import types as sqltypes

from checker.errors import InputRefused, NotStored
from checker.family.fingerprint import Fingerprint, Mark
from checker.family.store import FamilyStore
from checker.store import schema
from checker.store.database import Database, file_in
from checker.store.locks import WAIT_SECONDS
from checker.store.revisions import (
    _ONE_AT_A_TIME,
    MIGRATIONS,
    is_current,
    revision_in,
    revisions_of,
    upgrade,
    version_table,
)
from checker.store.schema import CACHE, FAMILIES, KEPT, METADATA, Part
from checker.store.statements import insert_new, upsert
from tests.data_servers import PostgreSQL
from tests.store import shipped

PARTS = [part for part in vars(schema).values() if isinstance(part, Part)]


Open = Callable[..., Database]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens parts, and closes them with the test."""
    with ExitStack() as closing:

        def make(part: Part, place: str | Path, **more: float) -> Database:
            made = Database(part, file_in(place, part), **more)
            closing.callback(made.close)
            return made

        yield make


def rows_of(database: Database, table: Table) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def test_every_part_and_table_is_known() -> None:
    assert {part.name for part in PARTS} == {
        path.name for path in MIGRATIONS.iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert [t for part in PARTS for t in part.tables] == list(METADATA.tables.values())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_revisions_make_the_tables(opened: Open, place: str | Path, part: Part) -> None:
    database = opened(part, place)
    with database.transaction() as connection:
        assert is_current(connection, part)
        assert differences(connection, part) == []


def differences(connection: Connection, part: Part) -> list[object]:
    """What Alembic would change to get from the database to the tables of ``part``."""
    wanted = MetaData()
    for table in part.tables:
        table.to_metadata(wanted)
    names = {table.name for table in part.tables}
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "version_table": version_table(part),
            "include_object": lambda what, name, kind, *_: kind != "table" or name in names,
        },
    )
    return [
        found
        for found in compare_metadata(context, wanted)
        # A primary key holds no nulls, also where the first version did not say so.
        if not (
            isinstance(found, list) and found[0][0] == "modify_nullable" and found[0][3] == "id"
        )
    ]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_file_of_the_first_version_is_taken_over(
    opened: Open, tmp_path: Path, part: Part
) -> None:
    shipped.make(tmp_path)
    if not (tmp_path / part.file).exists():
        pytest.skip("the first version had no such part")
    database = opened(part, tmp_path)
    for table in part.tables if part is not FAMILIES else ():
        was = sorted(shipped.ROWS.get(table.name, []))
        # Columns that came later stand before those that were there.
        assert [
            row[-len(before) :] for row, before in zip(rows_of(database, table), was, strict=True)
        ] == was
    with database.transaction() as connection:
        assert is_current(connection, part)
        assert differences(connection, part) == []
    database.close()
    assert not [path for path in tmp_path.iterdir() if "damaged" in path.name]


SAMPLES: dict[type, object] = {
    sqltypes.LargeBinary: b"\0\xff",
    sqltypes.Integer: 7,
    sqltypes.Float: 1e9 + 0.25,
    sqltypes.Text: "[]",
}
"""A value that each kind of column takes."""


@pytest.mark.parametrize(
    ("part", "before"),
    [(part, before) for part in PARTS for before in revisions_of(part.name)[:-1]],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_earlier_revision_is_taken_over(
    opened: Open, monkeypatch: pytest.MonkeyPatch, place: str | Path, part: Part, before: str
) -> None:
    """On both engines, with a row in each table that there was; of tables that stay, rows stay."""
    older = opened(part, place)
    monkeypatch.setattr(older, "_prepare", lambda engine: None)
    with older.transaction() as connection:
        upgrade(connection, part, before)
        found = MetaData()
        found.reflect(connection)
        made = {t.name: t for t in found.tables.values() if not t.name.endswith("_version")}
        for table in made.values():
            row = {column.name: sample(column.type) for column in table.columns}
            connection.execute(table.insert(), row)
    older.close()
    database = opened(part, place)
    for table in part.tables:
        assert len(rows_of(database, table)) == (1 if table.name in made else 0)
    with database.transaction() as connection:
        assert is_current(connection, part)
        assert differences(connection, part) == []


def sample(kind: object) -> object:
    return next(value for known, value in SAMPLES.items() if isinstance(kind, known))


def test_fingerprints_of_the_first_version_keep_what_can_be_compared(tmp_path: Path) -> None:
    shipped.make(tmp_path)
    with FamilyStore(tmp_path / "families.sqlite") as store:
        marks = frozenset({Mark("email", "a@b.example"), Mark("tracker", "google UA-12345")})
        expected = Fingerprint(domain="shop.com", seen="2026-01-01", level="caution", marks=marks)
        assert store.get("shop.com") == expected
        (found,) = store.alike(replace(expected, domain="other.com"))
        assert (found.other, found.joined) == ("shop.com", True)
        assert store.forget("shop.com")
        assert len(store) == 0
    with sqlite3.connect(tmp_path / "families.sqlite") as file:
        assert file.execute("SELECT count(*) FROM keys").fetchone() == (0,)
    file.close()


def test_a_file_that_was_begun_and_not_finished_is_taken_over(opened: Open, tmp_path: Path) -> None:
    """The first version made its tables one by one: it may have been killed between two."""
    shipped.make(tmp_path)
    database = opened(KEPT, tmp_path)
    with database.transaction() as connection:
        for name in ("secrets", "changes", version_table(KEPT)):
            connection.execute(text(f"DROP TABLE {name}"))
    database.close()
    assert rows_of(database, schema.changes) == []
    assert rows_of(database, schema.appeals) == shipped.ROWS["appeals"]


def test_parts_share_a_database(opened: Open, postgresql: PostgreSQL) -> None:
    address = postgresql.new_database()
    for part in PARTS:
        with opened(part, address).transaction() as connection:
            assert revision_in(connection, part) == revisions_of(part.name)[-1]


def test_a_later_version_is_left_alone(opened: Open, place: str | Path) -> None:
    database = opened(CACHE, place)
    with database.transaction() as connection:
        connection.execute(text(f"UPDATE {version_table(CACHE)} SET version_num = 'v999'"))
    database.close()
    with pytest.raises(NotStored) as refused, database.transaction():
        pass
    assert refused.value.problem == database.problem == "newer"


OPENER = """
import sys
from checker.store.database import Database
from checker.store.schema import KEPT
with Database(KEPT, sys.argv[1], patience=20).transaction() as connection:
    print(connection.exec_driver_sql("SELECT count(*) FROM saved").scalar())
"""


def test_threads_that_upgrade_at_once(opened: Open, tmp_path: Path) -> None:
    """Parts of several stores, as the threads of one process come to them: Alembic alone has one for all."""

    def make(number: int) -> list[object]:
        part = PARTS[number % len(PARTS)]
        with opened(part, tmp_path / str(number), patience=20).transaction() as connection:
            return differences(connection, part)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(make, range(16))) == [[]] * 16


def test_nobody_waits_for_ever_for_who_upgrades(opened: Open, tmp_path: Path) -> None:
    """Who holds the lock may be waiting for a server that says nothing: others do without the store, one that
    would upgrade as well and one that waits for that one alike."""
    database = opened(KEPT, tmp_path, rest=0)

    def write(_: int) -> str:
        try:
            with database.transaction():
                return "written"
        except NotStored as error:
            return str(error)

    with _ONE_AT_A_TIME, ThreadPoolExecutor(2) as threads:
        begun = time.monotonic()
        assert [*threads.map(write, range(2))] == ["locked"] * 2
        assert time.monotonic() - begun < 2 * WAIT_SECONDS + 5
    assert write(0) == "written"
    assert database.problem == ""


def test_processes_that_upgrade_at_once(place: str | Path, root: Path) -> None:
    """Each finds the whole schema, whoever made it."""
    if isinstance(place, Path):
        shipped.make(place)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(file_in(place, KEPT))],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    found = [process.communicate(timeout=60) for process in started]
    expected = "1\n" if isinstance(place, Path) else "0\n"
    assert [out for out, _ in found] == [expected] * 4, found


@pytest.mark.parametrize(
    "place", ["mysql://u@h/d", "postgresql+asyncpg://u@h/d", "http://h", "://"]
)
def test_addresses_of_no_store(place: str) -> None:
    with pytest.raises(InputRefused) as refused:
        Database(CACHE, place)
    assert refused.value.reason == "store"


REPORT = {"key": "k", "report": b"\0\xff", "made": 1.0, "expires": 2.0}


def test_rows_are_replaced_or_left(opened: Open, place: str | Path) -> None:
    database = opened(CACHE, place)
    with database.transaction() as connection:
        upsert(connection, schema.reports, REPORT)
        upsert(connection, schema.reports, [REPORT | {"made": 3.0}, REPORT | {"key": "l"}])
        assert not insert_new(connection, schema.reports, REPORT | {"made": 4.0})
        assert insert_new(connection, schema.reports, REPORT | {"key": "m"})
    found = {row[0]: row[2] for row in rows_of(database, schema.reports)}
    assert found == {"k": 3.0, "l": 1.0, "m": 1.0}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plain", "plain"),
        ("wrøng 💊", "wrøng 💊"),
        ("a\0b", "a�b"),
        ("half \ud83d", "half �"),
        ("\ud83d\udc8a", "💊"),
        ("'; DROP TABLE reports; --", "'; DROP TABLE reports; --"),
    ],
)
def test_text_that_an_engine_does_not_take(
    opened: Open, place: str | Path, given: str, kept: str
) -> None:
    database = opened(CACHE, place)
    with database.transaction() as connection:
        upsert(connection, schema.reports, REPORT | {"key": given})
    assert rows_of(database, schema.reports)[0][0] == kept


def test_a_transaction_is_whole_or_not_at_all(opened: Open, place: str | Path) -> None:
    database = opened(CACHE, place)
    with pytest.raises(KeyError), database.transaction() as connection:
        upsert(connection, schema.reports, REPORT)
        raise KeyError
    assert rows_of(database, schema.reports) == []
    assert database.problem == ""


def test_a_statement_at_fault_does_not_rest_the_store(opened: Open, place: str | Path) -> None:
    database = opened(CACHE, place)
    with pytest.raises(NotStored) as refused, database.transaction() as connection:
        connection.execute(schema.reports.insert(), [REPORT, REPORT])
    assert refused.value.problem == "refused"
    assert rows_of(database, schema.reports) == []
    assert database.problem == ""


def test_a_reader_reads_only(opened: Open, place: str | Path) -> None:
    database = opened(CACHE, place)
    with database.transaction() as connection:
        upsert(connection, schema.reports, REPORT)
    with database.transaction() as writing, database.reading() as reading:
        upsert(writing, schema.reports, REPORT | {"key": "l"})
        found = reading.execute(select(schema.reports.c.key)).scalars().all()
    assert found == ["k"], "what is not committed is not seen, and not waited for"


def test_threads_write_at_once(opened: Open, place: str | Path) -> None:
    """Read first and write then, as twenty threads: none is refused and no count is lost."""
    database = opened(CACHE, place, patience=20)
    with database.transaction() as connection:
        upsert(connection, schema.reports, REPORT)

    def one_more(_: int) -> None:
        with database.transaction() as connection:
            chosen = select(schema.reports.c.made).with_for_update()
            made = connection.execute(chosen).scalar_one()
            upsert(connection, schema.reports, REPORT | {"made": made + 1})

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(one_more, range(200)))
    assert rows_of(database, schema.reports)[0][2] == 201


def test_in_memory() -> None:
    database = Database(FAMILIES, ":memory:")
    with database.transaction() as connection:
        connection.execute(schema.keys.insert(), {"key": 1, "site": 1})
    assert rows_of(database, schema.keys) == [(1, 1)]
    database.close()
    assert not Path(":memory:").exists()
