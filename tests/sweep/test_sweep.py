"""Whole sweeps: what goes in comes out once, in order, whatever is lost on the way."""

from __future__ import annotations

import gzip
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pyarrow import parquet

from checker.cli import main
from checker.demo.manifest import demo_checks
from checker.errors import InputRefused
from checker.sweep import coordinator
from checker.sweep.coordinator import Plan, Tally
from checker.sweep.engines import Gone, LocalEngine, Outcome
from checker.sweep.reach import Demonstration
from checker.verdict import Level
from tests.reports import ROGUE, schema
from tests.sweep.sweeping import (
    ROOT,
    Command,
    command,
    lines,
    offline,
    pages,
    results,
    sweep,
    write,
)


def test_pages_addresses_repeats_and_lines_that_are_neither(tmp_path: Path) -> None:
    page, other = pages(2)
    source = write(
        tmp_path / "in",
        [b"# shops", page, b"shop.example/a", b"no address", other, b"{", page, b"shop.example/b"],
    )
    tally = sweep(source, tmp_path / "out")
    assert (tally.done, tally.failed, tally.refused, tally.repeated) == (3, 0, 2, 2)
    assert tally.complete
    found = results(tmp_path / "out")
    assert {line: one.repeats for line, one in found.items()} == {2: (7,), 3: (8,), 5: ()}
    assert [one.id for one in found.values()] == [0, None, 1]
    assert [one.host for one in found.values()] == [
        "www.shop-0.example", "shop.example", "www.shop-1.example",
    ]  # fmt: skip
    refused = [
        json.loads(line) for line in (tmp_path / "out/refused.jsonl").read_text().splitlines()
    ]
    assert [(line["line"], line["reason"]) for line in refused] == [(4, "words"), (6, "not_json")]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".lock", "refused.jsonl", "results.jsonl", "results.parquet", "summary.html", "sweep.json",
    ]  # fmt: skip


def test_every_line_holds_a_report_by_the_contract(tmp_path: Path) -> None:
    sweep(write(tmp_path / "in", pages(4)), tmp_path / "out")
    for line in lines(tmp_path / "out"):
        jsonschema.validate(line["report"], schema())


@pytest.mark.parametrize("workers", [1, 2])
def test_results_are_the_same_however_many_work(workers: int, tmp_path: Path) -> None:
    source = write(tmp_path / "in", pages(230))
    sweep(source, tmp_path / "one", workers=1)
    sweep(source, tmp_path / "out", workers=workers)
    one, out = lines(tmp_path / "one"), lines(tmp_path / "out")
    assert [line["line"] for line in out] == list(range(1, 231))
    for line in (*one, *out):  # They were begun at different times.
        line["checked_at"] = line["report"] = None
    assert one == out


def test_judge_pages_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # It gives a page up after less time than a sweep does, which a busy computer may need.
    monkeypatch.setattr("checker.judging.ROW_SECONDS", 60.0)
    source = write(tmp_path / "in", pages(12))
    sweep(source, tmp_path / "out")
    assert main(["judge-pages", str(source), "--out", str(tmp_path / "j"), "--country", "GB"]) == 0
    judged = [json.loads(line) for line in (tmp_path / "j").read_bytes().splitlines()]
    for one, line in zip(judged, lines(tmp_path / "out"), strict=True):
        for key in ("id", "line", "level", "kind", "decided_by", "reasons", "error"):
            assert one[key] == line[key]
        assert one["report"]["verdict"] == line["report"]["verdict"]


@pytest.mark.parametrize("given", [b"", b"# nothing\n\n", b"no address\n"])
def test_an_input_with_nothing_to_judge(given: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(given)
    assert sweep(tmp_path / "in", tmp_path / "out").complete
    assert results(tmp_path / "out") == {}
    assert "<h1>Sweep of 0 sites</h1>" in (tmp_path / "out/summary.html").read_text()


def test_the_table_says_what_the_lines_say(tmp_path: Path) -> None:
    sweep(write(tmp_path / "in", [*pages(5), b"shop.example"]), tmp_path / "out")
    table = parquet.read_table(tmp_path / "out/results.parquet").to_pylist()
    for row, line in zip(table, lines(tmp_path / "out"), strict=True):
        for name in ("line", "host", "domain", "family", "level", "probability", "reasons"):
            assert row[name] == line[name]
        assert row["source_page"] == line["sources"]["page"]
        assert row["checked_at"].isoformat() == line["checked_at"]


HAND = """<p>Telephone +44 7700 900123, mail orders@pills-of-one-hand.example, WhatsApp +44 7700 900123.</p>
<p>Our pharmacists pack each parcel by hand in plain paper and send it from the nearest of our eleven stores.</p>"""


def test_sites_of_one_hand_are_a_family(tmp_path: Path) -> None:
    """Pages of one text under forty names; the news are nobody's family."""
    rows = [json.loads(page) for page in pages(40)]
    for row in rows:
        row["html"] += HAND if row["html"].startswith(ROGUE) else ""
    sweep(write(tmp_path / "in", [json.dumps(row).encode() for row in rows]), tmp_path / "out")
    found = results(tmp_path / "out").values()
    hand = [one for one in found if one.level == "high_risk"]
    assert {one.family for one in hand} == {min(one.domain for one in hand)}
    assert {one.family for one in found if one.level != "high_risk"} == {""}


def test_the_invented_web(tmp_path: Path) -> None:
    """The same levels as one check after the other, though hosts of one domain and registry are many."""
    expected: dict[str, tuple[Level, ...]] = {}
    for check in demo_checks():
        expected.setdefault(check.host, check.levels)
    source = write(tmp_path / "in", [check.url.encode() for check in demo_checks()])
    tally = sweep(source, tmp_path / "out", way=Demonstration(), registry_patience=1.0, workers=2)
    assert (tally.done, tally.failed) == (len(expected), 0)
    found = {one.host: one for one in results(tmp_path / "out").values()}
    for host, levels in expected.items():
        assert found[host].level in levels, host
    told = {one.sources["registration"] for one in found.values()}
    assert "found" in told
    assert told & {"throttled", "not_found"} == {"throttled"}


# Taken up again


def test_a_directory_holds_one_sweep(tmp_path: Path) -> None:
    source = write(tmp_path / "in", pages(3))
    sweep(source, tmp_path / "out")
    with pytest.raises(InputRefused) as refused:
        sweep(source, tmp_path / "out")
    assert refused.value.reason == "exists"
    before = (tmp_path / "out/results.jsonl").read_bytes()
    tally = sweep(source, tmp_path / "out", resume=True)
    assert (tally.complete, tally.done, tally.before) == (True, 3, 3)
    assert (tmp_path / "out/results.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"country": "IE"}, id="country"),
        pytest.param({"way": Demonstration()}, id="visits"),
        pytest.param({"more": b"shop.example"}, id="input"),
    ],
)
def test_a_sweep_is_taken_up_as_it_was_begun(changes: dict[str, Any], tmp_path: Path) -> None:
    given = pages(250)
    source = write(tmp_path / "in", given)
    tally = sweep(source, tmp_path / "out", watch=Stops(1))
    assert tally.interrupted
    if more := changes.pop("more", None):
        write(source, [*given, more])
    with pytest.raises(InputRefused) as refused:
        sweep(source, tmp_path / "out", resume=True, **changes)
    assert refused.value.reason == "options"


class Stops:
    """A watch that interrupts, as Ctrl-C does, once so many jobs have ended."""

    def __init__(self, ended: int) -> None:
        self._ended = ended

    def __call__(self, tally: Tally) -> None:
        if tally.ended - tally.before >= self._ended:
            raise KeyboardInterrupt


def test_interrupted_again_and_again_it_comes_to_the_same(tmp_path: Path) -> None:
    given = [*pages(420), b"no address", b"shop.example", pages(1)[0]]
    source = write(tmp_path / "in", given)
    sweep(source, tmp_path / "one")
    ends: list[Tally] = []
    seen = 0
    while not ends or ends[-1].interrupted:
        ends.append(sweep(source, tmp_path / "out", watch=Stops(1), resume=True))
        assert ends[-1].before >= seen
        seen = ends[-1].ended
    assert len(ends) > 2
    assert_same(tmp_path / "one", tmp_path / "out")


def assert_same(one: Path, out: Path) -> None:
    """Two sweeps of one input came to the same; they were begun at different times."""
    assert (one / "refused.jsonl").read_bytes() == (out / "refused.jsonl").read_bytes()
    pairs = zip(timeless(one), timeless(out), strict=True)
    assert [first["line"] for first, second in pairs if first != second] == []


def timeless(directory: Path) -> list[Any]:
    """The lines of the results without the time that all of them carry, in the three forms of it."""
    begun = json.loads((directory / "sweep.json").read_text())["begun"]
    text = json.dumps(lines(directory))
    for told in (begun, begun.replace("+00:00", "Z"), begun[:16].replace("T", " ")):
        text = text.replace(told, "T")
    found: list[Any] = json.loads(text)
    return found


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_and_nothing_done_twice(tmp_path: Path) -> None:
    given = [*pages(900), b"no address", *pages(3)]
    source = write(tmp_path / "in", given)
    assert command(*offline(source, tmp_path / "one"))[0] == 0
    moments, kills = random.Random(4), 0
    kept: dict[int, bytes] = {}
    out = tmp_path / "out"
    while True:
        run = Command(*offline(source, out, "--resume"))
        try:
            code, _ = run.end(moments.uniform(0.3, 8.0) if kills < 12 else 300)
        except subprocess.TimeoutExpired:
            run.kill()
            kills += 1
            assert run.left() == [], "processes outlive the one that started them"
            now = committed(out)
            assert kept.items() <= now.items(), "an answer was lost or given again"
            kept = now
            continue
        assert code == 0
        break
    assert kills >= 3
    assert_same(tmp_path / "one", out)


def committed(out: Path) -> dict[int, bytes]:
    """The answers in the job table."""
    file = out / "sweeps.sqlite"
    if not file.exists():
        return {}
    with closing(sqlite3.connect(file)) as table:
        try:
            return dict(table.execute("SELECT line, body FROM sweep_answers").fetchall())
        except sqlite3.OperationalError:
            return {}  # It was killed before the table was made.


def test_ctrl_c(tmp_path: Path) -> None:
    source = write(tmp_path / "in", pages(1500))
    run = Command(*offline(source, tmp_path / "out"))
    end = time.monotonic() + 60
    while len(committed(tmp_path / "out")) < 100 and time.monotonic() < end:
        time.sleep(0.1)
    run.process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    code, said = run.end(60)
    assert time.monotonic() - begun < 15
    assert code == 130
    assert "nothing lost" in said
    assert run.left() == []
    assert 100 <= len(committed(tmp_path / "out")) < 1500
    assert not (tmp_path / "out/results.jsonl").exists()


# Workers that are lost


class Losing(LocalEngine):
    """Real workers, whose work on some batches is lost on the way."""

    def __init__(self, lose: Any) -> None:
        super().__init__(2)
        self._lose = lose
        self.sizes: list[int] = []

    def finished(self, seconds: float) -> list[Outcome]:
        found: list[Outcome] = []
        for batch, answers in super().finished(seconds):
            self.sizes.append(len(batch.jobs))
            gone = self._lose(batch, len(self.sizes))
            found.append((batch, gone or answers))
        return found


@pytest.mark.parametrize("gone", list(Gone))
def test_a_batch_that_is_lost_once_is_done_again(gone: Gone, tmp_path: Path) -> None:
    losing = Losing(lambda _, number: gone if number == 1 else None)
    source = write(tmp_path / "in", pages(230))
    tally = sweep(source, tmp_path / "out", engine=lambda _: losing)
    assert (tally.done, tally.failed) == (230, 0)
    assert len(results(tmp_path / "out")) == 230
    alone = gone in (Gone.DIED, Gone.FAILED)
    assert losing.sizes.count(1) == (losing.sizes[0] if alone else 0)


@pytest.mark.parametrize(
    ("gone", "reason"), [(Gone.DIED, "worker_died"), (Gone.FAILED, "internal")]
)
def test_a_page_that_ends_its_workers_is_given_up_alone(
    gone: Gone, reason: str, tmp_path: Path
) -> None:
    losing = Losing(lambda batch, _: gone if any(job.line == 42 for job in batch.jobs) else None)
    tally = sweep(write(tmp_path / "in", pages(120)), tmp_path / "out", engine=lambda _: losing)
    assert (tally.done, tally.failed) == (119, 1)
    found = results(tmp_path / "out")
    assert [line for line, one in found.items() if one.error] == [42]
    assert (found[42].error, found[42].level, found[42].id) == (reason, "", 41)


def test_a_batch_whose_lease_runs_out_is_given_out_again(tmp_path: Path) -> None:
    class Hanging(LocalEngine):
        """The first batch never comes back."""

        hung: Any = None

        def submit(self, batch: Any) -> None:
            if self.hung is None:
                self.hung = batch
            else:
                super().submit(batch)

        def recall(self, batch: Any) -> None:
            if batch is self.hung:
                self._outbox.put((batch, Gone.LATE))

    source = write(tmp_path / "in", pages(150))
    tally = sweep(source, tmp_path / "out", lease=3.0, engine=lambda plan: Hanging(plan.workers))
    assert (tally.done, tally.failed) == (150, 0)


# The store


def test_a_table_in_postgresql(postgresql: Any, tmp_path: Path) -> None:
    address, source = postgresql.new_database(), write(tmp_path / "in", pages(150))
    assert sweep(source, tmp_path / "out", store=address, watch=Stops(1)).interrupted
    assert not (tmp_path / "out/sweeps.sqlite").exists()
    tally = sweep(source, tmp_path / "out", store=address, resume=True)
    assert (tally.complete, tally.done) == (True, 150)
    assert len(results(tmp_path / "out")) == 150


def test_a_store_that_is_locked_for_a_while(tmp_path: Path) -> None:
    source, out = write(tmp_path / "in", pages(400)), tmp_path / "out"
    run = Command(*offline(source, out))
    end = time.monotonic() + 60
    while not committed(out) and time.monotonic() < end:
        time.sleep(0.05)
    with closing(sqlite3.connect(out / "sweeps.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout=20000")
        other.execute("BEGIN IMMEDIATE")
        time.sleep(4)
        other.execute("ROLLBACK")
    code, said = run.end()
    assert code == 0
    assert "waiting for the store (locked)" in said
    assert len(results(out)) == 400


def test_a_store_that_stays_away_ends_the_sweep_and_loses_nothing(tmp_path: Path) -> None:
    source, out = write(tmp_path / "in", pages(400)), tmp_path / "out"
    run = Command(*offline(source, out, "--patience", "2"))
    end = time.monotonic() + 60
    while not committed(out) and time.monotonic() < end:
        time.sleep(0.05)
    with closing(sqlite3.connect(out / "sweeps.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout=20000")
        other.execute("BEGIN IMMEDIATE")
        code, said = run.end(60)
    assert code == 1
    assert "cannot be used (locked)" in said
    assert run.left() == []
    assert command(*offline(source, out, "--resume"))[0] == 0
    assert len(results(out)) == 400


# The command


def test_through_a_pipe_and_packed(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "checker",
        "sweep",
        "-",
        "--out",
        str(tmp_path / "out"),
        "--offline",
    ]
    done = subprocess.run(
        words,
        cwd=ROOT,
        input=gzip.compress(b"\n".join(pages(5))),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"5 judged, 0 without a report, 0 lines could not be used" in done.stderr
    assert len(results(tmp_path / "out")) == 5


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(["none.txt"], "not_found", id="no_file"),
        pytest.param(["in", "--country", "XX"], "country", id="no_country"),
        pytest.param(["in", "--jobs", "0"], "usage", id="no_workers"),
        pytest.param(["in", "--store", "mysql://x/y"], "store", id="no_store"),
        pytest.param(["in", "--offline", "--demo"], "usage", id="both"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "in", pages(1))
    assert main(["sweep", *words, "--out", "out"]) == 2
    assert f"[{reason}]" in capsys.readouterr().err


def test_without_the_package_for_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("checker.sweep.table.is_available", lambda: False)
    source = write(tmp_path / "in", pages(1))
    assert main(["sweep", str(source), "--out", str(tmp_path / "out"), "--offline"]) == 0
    assert "results.parquet was not written: pip install 'rxlens[sweep]'" in capsys.readouterr().err
    assert not (tmp_path / "out/results.parquet").exists()
    assert len(results(tmp_path / "out")) == 1


def test_a_directory_that_cannot_be_written(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "out").write_text("a file")
    source = write(tmp_path / "in", pages(1))
    assert main(["sweep", str(source), "--out", str(tmp_path / "out"), "--offline"]) == 1
    assert "could not be read or written" in capsys.readouterr().err


def test_no_option_of_a_plan_is_forgotten() -> None:
    assert coordinator._options(Plan(source="-", out=Path(), country="GB", way=None)) == {
        "country": "GB",
        "way": "offline",
    }
