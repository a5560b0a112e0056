"""Sweeps on a real Dask cluster: the same answers, whatever is lost on the way."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from checker.cli import main
from checker.errors import InputRefused
from checker.judgement import now
from checker.net import Limits
from checker.sweep.batch import Batch, Orders
from checker.sweep.cluster import Cluster, ClusterAway
from checker.sweep.coordinator import Tally
from checker.sweep.result import Result
from tests.loopback import Pages, Reply, Server
from tests.reports import ROGUE
from tests.sweep.clusters import DaskCluster, dask_cluster, processes_of
from tests.sweep.registry import Registry, Street, throttled
from tests.sweep.sweeping import pages, results, sweep, write

ORDERS = Orders(country="GB", at=now(), way=None)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """One that no test harms."""
    directory = tmp_path_factory.mktemp("cluster") / "dask"
    with dask_cluster(directory) as one:
        yield one
    assert processes_of(directory) == []


def told(out: Path) -> dict[int, tuple[str, ...]]:
    """What is said of each line."""
    return {line: (one.host, one.level, *one.reasons) for line, one in results(out).items()}


def test_a_cluster_says_what_this_computer_says(steady: DaskCluster, tmp_path: Path) -> None:
    source = write(tmp_path / "in", [*pages(120), b"no address", b"buy-viagra.example"])
    sweep(source, tmp_path / "one", workers=2)
    seen: set[int] = set()
    tally = sweep(
        source, tmp_path / "out", cluster=steady.address, watch=lambda t: seen.add(t.workers)
    )
    assert (tally.done, tally.failed, tally.refused) == (121, 0, 1)
    assert seen == {2}
    assert told(tmp_path / "out") == told(tmp_path / "one")


def test_workers_of_another_version_are_refused(steady: DaskCluster) -> None:
    with closing(Cluster(steady.address)) as engine, pytest.raises(InputRefused) as refused:
        engine.submit(Batch(orders=ORDERS, jobs=(), version="0.0"))
        end = time.monotonic() + 60
        while time.monotonic() < end:
            engine.finished(1.0)
    assert refused.value.reason == "cluster"


def test_an_address_where_no_scheduler_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("checker.sweep.cluster._CONNECT_SECONDS", 0.5)
    source, threads = write(tmp_path / "in", pages(1)), threading.active_count()
    for address in ("tcp://127.0.0.1:9", "nowhere", "bolt://127.0.0.1:9"):
        words = ["sweep", str(source), "--out", str(tmp_path / "out"), "--resume", "--offline"]
        assert main([*words, "--cluster", address]) == 2
        assert "[cluster]" in capsys.readouterr().err
    assert threading.active_count() == threads


def test_without_the_package_for_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(InputRefused) as refused:
        Cluster("tcp://127.0.0.1:9")
    assert "rxlens[cluster]" in refused.value.message.text()


# What is lost on the way


class Once:
    """A watch that does something, beside the sweep, once so many jobs have ended."""

    def __init__(self, ended: int, act: Callable[[], None]) -> None:
        self._ended, self._act = ended, act
        self.doing: threading.Thread | None = None

    def __call__(self, tally: Tally) -> None:
        if self.doing is None and tally.ended >= self._ended:
            self.doing = threading.Thread(target=self._act)
            self.doing.start()

    def wait(self) -> None:
        assert self.doing is not None, "the sweep was over before anything happened"
        self.doing.join(300)


@pytest.mark.slow
def test_a_worker_that_is_killed(tmp_path: Path) -> None:
    source = write(tmp_path / "in", pages(700))
    with dask_cluster(tmp_path / "dask") as cluster:
        kill = Once(100, cluster.kill_worker)
        tally = sweep(source, tmp_path / "out", cluster=cluster.address, watch=kill)
        kill.wait()
    assert (tally.complete, tally.done, tally.failed, tally.workers) == (True, 700, 0, 1)
    assert len(results(tmp_path / "out")) == 700


@pytest.mark.slow
def test_a_scheduler_that_is_restarted(tmp_path: Path) -> None:
    source, waited = write(tmp_path / "in", pages(700)), Counter[int]()

    def restart() -> None:
        cluster.kill_scheduler()
        end = time.monotonic() + 60
        while not waited[0] and time.monotonic() < end:
            time.sleep(0.2)
        cluster.stop()
        cluster.start(2)

    again = Once(100, restart)

    def watch(tally: Tally) -> None:
        waited[tally.workers] += 1
        again(tally)

    with dask_cluster(tmp_path / "dask") as cluster:
        tally = sweep(source, tmp_path / "out", cluster=cluster.address, watch=watch)
        again.wait()
    assert waited[0]
    assert (tally.complete, tally.done, tally.failed) == (True, 700, 0)
    assert len(results(tmp_path / "out")) == 700


@pytest.mark.slow
def test_a_cluster_that_stays_away_ends_the_sweep_and_loses_nothing(tmp_path: Path) -> None:
    source, out = write(tmp_path / "in", pages(500)), tmp_path / "out"
    with dask_cluster(tmp_path / "dask") as cluster:
        kill = Once(100, cluster.stop)
        with pytest.raises(ClusterAway):
            sweep(source, out, cluster=cluster.address, watch=kill, patience=3.0)
        kill.wait()
    tally = sweep(source, out, workers=2, resume=True)
    assert (tally.complete, tally.done) == (True, 500)
    assert tally.before >= 100
    assert len(results(out)) == 500


def throttles(after: int) -> Registry:
    """A registry that answers so many questions, and turns everybody away from then on."""
    return Registry(lambda _, number: throttled(1) if number > after else None)


@contextmanager
def street(**registries: Registry) -> Iterator[Street]:
    """Shops that sell, and registries by ending."""
    with ExitStack() as held:
        shops = held.enter_context(Server(Pages({}, otherwise=Reply(body=ROGUE.encode()))))
        ports = [
            (ending, held.enter_context(Server(one)).port) for ending, one in registries.items()
        ]
        yield Street(shops.port, tuple(ports))


QUICK = {
    "limits": Limits(pages=0),
    "registry_pause": 0.0,
    "registry_patience": 4.0,
}  # fmt: skip


def is_no_better(one: Result, than: Result) -> bool:
    """Whether less was seen of ``one``, and it is judged no better for it."""
    assert one.probability is not None
    assert than.probability is not None
    return one.level == than.level and one.probability >= than.probability


@pytest.mark.slow
def test_everything_at_once(tmp_path: Path) -> None:
    """A worker killed, the scheduler restarted, the store away for a minute, one registry throttling everything."""
    hosts = [f"http://www.shop-{n}.{('com', 'org')[n % 2]}" for n in range(120)]
    source = write(tmp_path / "in", [host.encode() for host in hosts])
    out = tmp_path / "out"

    def harm() -> None:
        cluster.kill_worker()
        with closing(sqlite3.connect(out / "sweeps.sqlite", isolation_level=None)) as other:
            other.execute("PRAGMA busy_timeout=60000")
            other.execute("BEGIN IMMEDIATE")
            time.sleep(60)
            other.execute("ROLLBACK")
        cluster.stop()
        cluster.start(2)

    harmed, waited = Once(1, harm), set[str]()

    def watch(tally: Tally) -> None:
        waited.add(tally.waiting_for)
        harmed(tally)

    with street(com=Registry(), org=Registry()) as way:
        sweep(source, tmp_path / "one", way=way, workers=1, **QUICK)
    com, org = Registry(), throttles(10)
    with dask_cluster(tmp_path / "dask") as cluster, street(com=com, org=org) as way:
        tally = sweep(source, out, way=way, cluster=cluster.address, watch=watch, **QUICK)
        harmed.wait()
    assert "locked" in waited
    assert (tally.complete, tally.done, tally.failed) == (True, 120, 0)
    assert com.most == org.most == 1, "a registry was asked by two at once"
    undisturbed, found = results(tmp_path / "one"), results(out)
    assert Counter(one.sources["registration"] for one in found.values()) == {
        "found": 70,
        "throttled": 50,
    }
    for line, one in found.items():
        assert is_no_better(one, undisturbed[line]), one.host
    assert "<td>50</td>" in (out / "summary.html").read_text()
