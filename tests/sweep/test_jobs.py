"""The job table, on both engines: what is given out, comes back, is lost, and is committed once."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.errors import NotStored
from checker.evidence import Missing, MissingReason
from checker.message import message
from checker.registration import Registration, RegistrationState
from checker.store.database import file_in
from checker.store.schema import SWEEPS
from checker.sweep.answers import Judged
from checker.sweep.intake import Chunk, Entry, Position, Refused
from checker.sweep.jobs import Counted, JobTable, Listed, packed, row_of, unpacked
from checker.target import read_target
from tests.data_servers import PostgreSQL, postgresql_server

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
Tables = list[JobTable]


class Told(list[str]):
    """What a table said of a store that is away."""

    def __call__(self, word: str) -> None:
        self.append(word)


def made(place: str | Path, name: str = "s", **more: Any) -> JobTable:
    table = JobTable(_file(place), name, notice=more.pop("notice", Told()), **more)
    if table.options() is None:
        table.begin({"country": "GB"}, NOON)
    return table


def _file(place: str | Path) -> str | Path:
    found = file_in(place, SWEEPS)
    assert found is not None
    return found


@pytest.fixture
def table(place: str | Path) -> Iterator[JobTable]:
    with closing(made(place)) as one:
        yield one


def address(line: int, host: str) -> Entry:
    return Entry(line=line, key=f"host {host}", address=f"{host}/secret", target=read_target(host))


def page(line: int, length: int = 10) -> Entry:
    return Entry(line=line, key=f"page {line}", start=line * 100, length=length)


def add(table: JobTable, *entries: Entry, registry: str = "", end: int = 0) -> int:
    """Add entries as the next chunk of the input."""
    begin, _ = table.position()
    last = Position(line=end or max(entry.line for entry in entries), byte=begin.byte + 10)
    jobs = [row_of(entry, registry if entry.target else "") for entry in entries]
    return table.add(Chunk(begin=begin, end=last, entries=entries), jobs, 0)


def claim(table: JobTable, most: int = 100, most_bytes: int = 1000) -> list[int]:
    return [job.line for job in table.claim(most, most_bytes, 0.0)]


def answer(line: int, **more: Any) -> Judged:
    return Judged(job=line, level="caution", body=b"body %d" % line, **more)


def states(table: JobTable) -> Counted:
    return table.count()


# In


def test_the_same_host_is_one_job_and_its_lines_are_kept(table: JobTable) -> None:
    assert (
        add(table, address(1, "a.example"), address(2, "b.example"), address(3, "a.example")) == 2
    )
    assert add(table, address(4, "b.example"), address(5, "c.example"), page(6)) == 2
    assert states(table) == Counted(jobs=4, repeated=2)
    table.finish([answer(line) for line in claim(table)])
    assert {job.line: repeats for job, repeats in table.written()} == {1: [3], 2: [4], 5: [], 6: []}


def test_a_chunk_that_was_committed_is_not_added_again(table: JobTable) -> None:
    """As when the connection broke between the commit and its acknowledgement."""
    entries = (address(1, "a.example"), address(2, "a.example"))
    refused = (Refused(line=3, reason="words", told=message("x")),)
    chunk = Chunk(begin=Position(), end=Position(line=3, byte=30), entries=entries, refused=refused)
    jobs = [row_of(entry, "") for entry in entries]
    assert [table.add(chunk, jobs, 7) for _ in range(2)] == [1, 0]
    assert states(table) == Counted(jobs=1, repeated=1, refused=1)
    assert table.position() == (Position(line=3, byte=30), 7)


def test_two_sweeps_in_one_store_do_not_see_each_other(place: str | Path) -> None:
    with closing(made(place, "one")) as one, closing(made(place, "two")) as two:
        add(one, page(1), page(2))
        add(two, page(1))
        assert claim(two) == [1]
        two.finish([answer(1)])
        assert states(one) == Counted(jobs=2)
        two.clear()
        assert two.options() is None
        assert claim(one) == [1, 2]


def test_sweeps_nobody_took_up_are_forgotten(place: str | Path) -> None:
    with closing(made(place, "old")) as old, closing(made(place, "kept")):
        add(old, page(1), address(2, "a.example"))
        with closing(JobTable(_file(place), "new", notice=Told())) as new:
            new.begin({}, NOON + timedelta(days=89))
            assert old.options() is not None
            new.begin({}, NOON + timedelta(days=91))
        assert old.options() is None
        assert claim(old) == []


# Out and back


def test_a_job_is_given_out_once(table: JobTable) -> None:
    add(table, *(page(line) for line in range(1, 8)))
    assert [claim(table, 3) for _ in range(4)] == [[1, 2, 3], [4, 5, 6], [7], []]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        pytest.param([400, 400, 400], [[1, 2], [3]], id="cut_by_size"),
        pytest.param([5000, 10], [[1], [2]], id="one_too_large_comes_alone"),
        pytest.param([10, 5000, 10], [[1], [2], [3]], id="too_large_in_the_middle"),
    ],
)
def test_a_batch_is_bounded_by_its_bytes(
    sizes: list[int], expected: list[list[int]], table: JobTable
) -> None:
    add(table, *(page(line, size) for line, size in enumerate(sizes, 1)))
    assert [claim(table) for _ in expected] == expected


def test_one_lane_is_with_one_worker(table: JobTable) -> None:
    """Hosts of one domain come together, or not at all while others of it are under way."""
    add(table, *(address(n, f"{n}.shop.example") for n in (1, 2, 3)), address(4, "b.example"))
    assert claim(table, 2) == [1, 2]
    assert claim(table) == [4]
    assert claim(table) == []
    table.finish([answer(1), answer(2)])
    assert claim(table) == [3]


def test_what_is_given_back_is_given_out_again(table: JobTable) -> None:
    add(table, *(page(line) for line in range(1, 5)))
    first = claim(table, 3)
    table.finish([answer(2)])
    table.give_back(first, lost=False)
    assert claim(table) == [1, 3, 4]
    assert states(table) == Counted(jobs=4, done=1)


def test_what_was_lost_with_its_worker_comes_alone(table: JobTable) -> None:
    add(table, *(page(line) for line in range(1, 6)))
    claim(table, 3)
    table.give_back([2, 3], lost=True)
    table.give_back([1], lost=False)
    found = [table.claim(100, 1000, 0.0) for _ in range(5)]
    assert [[(job.line, job.attempts) for job in jobs] for jobs in found] == [
        [(1, 0)], [(2, 1)], [(3, 1)], [(4, 0), (5, 0)], [],
    ]  # fmt: skip


def test_a_new_run_does_again_what_was_under_way(table: JobTable) -> None:
    add(table, page(1), page(2), address(3, "a.com"), registry="rdap.example")
    assert claim(table, 1) == [1]
    assert table.to_ask([], 10) == [(3, "rdap.example", "a.com")]
    table.reset()
    assert claim(table) == [1, 2]
    assert table.to_ask([], 10) == [(3, "rdap.example", "a.com")]


def test_an_answer_is_kept_once_and_the_address_forgotten(table: JobTable) -> None:
    add(table, address(1, "a.example"), address(2, "b.example"))
    first = table.claim(10, 1000, 0.0)[0]
    assert first.address == "a.example/secret"
    for _ in range(2):  # The second time as if the first commit had not been seen.
        table.finish([answer(1, fingerprint=b"f"), answer(2, failed="worker_died")])
    assert states(table) == Counted(jobs=2, done=1, failed=1)
    assert [job.body for job, _ in table.written()] == [b"body 1", b"body 2"]
    assert list(table.fingerprints()) == [b"f"]
    table._write(lambda c: c.exec_driver_sql("UPDATE sweep_jobs SET state = 'ready'"))
    assert [job.address for job in table.claim(10, 1000, 0.0)] == ["", ""]


def test_results_come_in_the_order_of_the_input(
    table: JobTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.sweep.jobs._AT_ONCE", 3)
    add(table, *(page(line) for line in range(1, 9)))
    for line in reversed(claim(table)):
        table.finish([answer(line)])
    assert [job.line for job, _ in table.written()] == list(range(1, 9))
    table.clear()
    assert list(table.written()) == []


# Registries


def test_registries_are_asked_before_a_job_is_ready(table: JobTable) -> None:
    add(table, address(1, "a.com"), address(2, "b.com"), page(3), registry="rdap.one")
    add(table, address(4, "a.org"), registry="rdap.two")
    assert claim(table) == [3]
    assert table.to_ask(["rdap.one"], 10) == [(4, "rdap.two", "a.org")]
    assert [line for line, *_ in table.to_ask([], 1)] == [1]
    assert [line for line, *_ in table.to_ask([], 10)] == [2]
    said = Registration(state=RegistrationState.REGISTERED, created=date(2020, 1, 2), at=NOON)
    silent = Missing(source="registration", reason=MissingReason.THROTTLED, detail="rdap.two")
    table.told([(4, silent), (1, said)])
    found = {job.line: unpacked(job.registration) for job in table.claim(10, 1000, 0.0)}
    assert found == {1: said, 4: silent}


def test_quiet_outlives_a_run(table: JobTable) -> None:
    assert table.quiet() == {}
    table.keep_quiet({"rdap.one": NOON})
    assert table.quiet() == {"rdap.one": NOON}


@pytest.mark.parametrize(
    "value",
    [
        None,
        Missing(source="registration", reason=MissingReason.TIMEOUT),
        Registration(state=RegistrationState.NOT_REGISTERED, name_servers=("a", "b")),
    ],
)
def test_answers_come_back_as_they_were(value: Registration | Missing | None) -> None:
    assert unpacked(None if value is None else packed(value)) == value


# A store that is away


def test_a_locked_store_is_waited_for(tmp_path: Path) -> None:
    told = Told()
    with closing(made(tmp_path, notice=told)) as table:
        add(table, page(1))
        with closing(sqlite3.connect(tmp_path / "sweeps.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            found: list[list[int]] = []
            waiting = threading.Thread(target=lambda: found.append(claim(table)))
            waiting.start()
            time.sleep(2.5)
            assert found == []
            other.execute("ROLLBACK")
            waiting.join(20)
        assert found == [[1]]
        assert time.monotonic() - begun >= 2.5
    assert told == ["locked", ""]


def test_a_store_that_stays_away_is_given_up(tmp_path: Path) -> None:
    with closing(made(tmp_path, patience=1.0)) as table:
        add(table, page(1))
        with closing(sqlite3.connect(tmp_path / "sweeps.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(NotStored) as away:
                claim(table)
        assert away.value.problem == "locked"
        assert claim(table) == [1]


@pytest.mark.slow
def test_a_server_that_goes_away_is_waited_for() -> None:
    """Stopped as in a crash in the middle of a stream of changes, and started again after a while."""
    with postgresql_server() as server:
        told = Told()
        with closing(made(server.new_database(), notice=told, patience=120)) as table:
            add(table, *(page(line) for line in range(1, 401)))
            away = threading.Thread(target=_away, args=(server, 5.0))
            away.start()
            while lines := claim(table, 5):
                table.finish([answer(line) for line in lines])
                time.sleep(0.05)
            away.join()
            assert states(table).jobs == 400
            strays = 400 - states(table).done
            table.reset()
            while lines := claim(table, 5):
                strays -= len(lines)
                table.finish([answer(line) for line in lines])
            assert strays == 0
            assert [job.line for job, _ in table.written()] == list(range(1, 401))
        assert "" in told
        assert told[0] != ""


def _away(server: PostgreSQL, seconds: float) -> None:
    import signal  # noqa: PLC0415

    time.sleep(1)
    server.stop(signal.SIGQUIT)
    time.sleep(seconds)
    server.start()


def test_listed_has_the_columns_it_names() -> None:
    """Its fields are read from the table by name."""
    row = row_of(address(1, "a.example"), "")
    assert set(Listed.__slots__) <= set(row)
