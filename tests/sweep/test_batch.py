"""The batch function: pages that end or hold up their worker, visits in their lanes, answers as they are kept."""

from __future__ import annotations

import json
import os
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.evidence import Missing, MissingReason
from checker.gather.confirm import ConfirmCache
from checker.gather.everything import Sources
from checker.net import Limits
from checker.registration import Registration, RegistrationState
from checker.sweep.answers import Judged, fingerprint_of, head_of, line_of
from checker.sweep.batch import (
    Asked,
    Batch,
    Bench,
    Job,
    Orders,
    OtherVersionError,
    judge_job,
    some_at_once,
)
from checker.sweep.reach import Demonstration, Given, Reach
from checker.sweep.result import Result, result_of
from tests.loopback import Pages, Reply, Server, World
from tests.reports import NEWS, NOON, ROGUE, faults

ORDERS = Orders(country="GB", at=NOON, way=None)
NAMED = Registration(state=RegistrationState.REGISTERED, registrar="Names Ltd", server="rdap.x")


def saved(
    line: int, html: str | None = ROGUE, url: str = "https://shop.example/pills?for=me"
) -> Job:
    return Job(line=line, page=json.dumps({"id": line, "url": url, "html": html}).encode())


def run(jobs: Sequence[Job], orders: Orders = ORDERS, **more: Any) -> dict[int, Judged]:
    with Bench(**more) as bench:
        found = bench.run(Batch(orders=orders, jobs=tuple(jobs)))
    assert len({one.job for one in found}) == len(found)
    return {one.job: one for one in found}


def line(judged: Judged) -> bytes:
    front: dict[str, Any] = {"line": judged.job, "repeats": [], "id": None, "family": None}
    return line_of(front, zlib.decompress(judged.body))


def result(judged: Judged) -> Result:
    return result_of(line(judged))


# Saved pages


def test_each_job_has_its_answer() -> None:
    found = run([saved(1), saved(2, NEWS), Job(line=3, address="buy-viagra.shop.example")])
    assert [result(found[n]).level for n in (1, 2)] == ["high_risk", "not_a_pharmacy"]
    assert [bool(found[n].fingerprint) for n in (1, 2, 3)] == [True, False, False]
    assert result(found[3]).host == "buy-viagra.shop.example"
    assert result(found[3]).sources["page"] == "not_asked"
    for one in found.values():
        assert faults(json.loads(line(one))["report"]) == []


def test_an_answer_holds_neither_path_nor_query() -> None:
    text = line(run([saved(1)])[1])
    assert b"pills?" not in text
    assert b"for=me" not in text


def test_the_head_is_what_the_report_says() -> None:
    whole = json.loads(line(run([saved(1)])[1]))
    head, report = head_of(line(run([saved(1)])[1])), whole["report"]
    assert set(head) == set(whole) - {"report"}
    assert head["level"] == report["verdict"]["level"]
    assert head["host"] == report["address"]["host"]
    assert head["reasons"] == [reason["signal"] for reason in report["reasons_against"]]
    assert head["coverage"] == report["coverage"]["share"]


def test_a_fingerprint_comes_back_as_it_was() -> None:
    one = run([saved(1)])[1]
    assert fingerprint_of(one.fingerprint).domain == "shop.example"
    assert fingerprint_of(one.fingerprint).level == "high_risk"


def act(asked: Asked) -> Judged:
    """Do what the page says; runs in a worker."""
    said = json.loads(asked.job.page)["html"]
    if said == "die" or (said.startswith("die once") and not Path(said[9:]).exists()):
        Path(said[9:] or os.devnull).touch()
        os._exit(3)
    if said == "hang" and asked.lost is None:
        time.sleep(60)
    if said == "raise":
        raise ValueError(said)
    return judge_job(asked)


@pytest.mark.parametrize(
    ("said", "level", "failed", "page"),
    [
        pytest.param("die", "", "worker_died", None, id="dies_each_time"),
        pytest.param("die once {}", "not_a_pharmacy", "", "found", id="dies_once"),
        pytest.param("hang", "inconclusive", "", "unreadable", id="hangs"),
        pytest.param("raise", "", "internal", None, id="raises"),
    ],
)
def test_a_page_takes_no_other_with_it(
    said: str, level: str, failed: str, page: str | None, tmp_path: Path
) -> None:
    jobs = [saved(1), saved(2, said.format(tmp_path / "died")), saved(3), saved(4)]
    found = run(jobs, work=act, seconds=5.0)
    assert set(found) == {1, 2, 3, 4}
    assert {found[n].level for n in (1, 3, 4)} == {"high_risk"}
    assert (found[2].failed, result(found[2]).error) == (failed, failed)
    assert found[2].level == level
    assert result(found[2]).sources.get("page") == page


def test_a_stopped_bench_begins_nothing() -> None:
    with Bench() as bench:
        bench.stopped = True
        assert bench.run(Batch(orders=ORDERS, jobs=(saved(1), saved(2)))) == ()


def test_a_batch_of_another_version_is_not_judged() -> None:
    with Bench() as bench, pytest.raises(OtherVersionError):
        bench.run(replace(Batch(orders=ORDERS, jobs=(saved(1),)), version="0"))


# Visits


class Counting(Pages):
    """Pages that remember how many were asked at once, of each domain and in all."""

    def __init__(self, seconds: float) -> None:
        super().__init__({}, otherwise=Reply(body=ROGUE.encode()))
        self._seconds, self._lock = seconds, threading.Lock()
        self._open: list[str] = []
        self.most: dict[str, int] = {}

    def _reply(self, request: bytes) -> Reply:
        host = request.lower().partition(b"host: ")[2].partition(b"\r")[0].decode()
        domain = host.split(".", 1)[1]
        with self._lock:
            self._open.append(domain)
            for name, count in ((domain, self._open.count(domain)), ("all", len(self._open))):
                self.most[name] = max(self.most.get(name, 0), count)
        time.sleep(self._seconds)
        with self._lock:
            self._open.remove(domain)
        return super()._reply(request)


@contextmanager
def shops(pages: Pages, *hosts: str) -> Iterator[Reach]:
    with ExitStack() as held:
        world, server = World(), held.enter_context(Server(pages))
        for host in hosts:
            world.add(host, http=server)
        yield Reach(network=world.network, sources=Sources(confirmed=ConfirmCache()))


def visit(number: int, host: str, **more: Any) -> Job:
    return Job(
        line=number, address=f"http://{host}/", host=host, lane=host.split(".", 1)[1], **more
    )


def test_hosts_of_one_domain_are_visited_one_after_the_other() -> None:
    hosts = [f"{name}.{domain}" for name in "abc" for domain in ("one.com", "two.com", "three.com")]
    pages = Counting(0.3)
    with shops(pages, *hosts) as reach:
        orders = replace(ORDERS, way=Given(reach), limits=Limits(pages=0))
        found = run([visit(n, host) for n, host in enumerate(hosts)], orders)
    assert {one.level for one in found.values()} == {"high_risk"}
    assert {pages.most[d] for d in ("one.com", "two.com", "three.com")} == {1}
    assert pages.most["all"] > 1


def test_no_more_are_visited_at_once_than_ordered() -> None:
    hosts = [f"www.shop-{n}.com" for n in range(8)]
    pages = Counting(0.2)
    with shops(pages, *hosts) as reach:
        orders = replace(ORDERS, way=Given(reach), at_once=3, limits=Limits(pages=0))
        assert len(run([visit(n, host) for n, host in enumerate(hosts)], orders)) == 8
    assert pages.most["all"] <= 3


@pytest.mark.parametrize(
    ("registration", "expected"),
    [
        pytest.param(NAMED, "found", id="told"),
        pytest.param(
            replace(NAMED, state=RegistrationState.THROTTLED), "throttled", id="throttled"
        ),
        pytest.param(
            Missing(source="registration", reason=MissingReason.TIMEOUT), "timeout", id="late"
        ),
        pytest.param(None, "not_asked", id="no_registry"),
    ],
)
def test_workers_ask_no_registry(registration: Any, expected: str) -> None:
    with shops(Pages({}, otherwise=Reply(body=ROGUE.encode())), "www.shop.com") as reach:
        orders = replace(ORDERS, way=Given(reach), limits=Limits(pages=0))
        (judged,) = run([visit(1, "www.shop.com", registration=registration)], orders).values()
    assert result(judged).sources["registration"] == expected


def test_a_site_that_is_away_is_an_answer_too() -> None:
    with shops(Pages({}), "www.shop.com") as reach:
        orders = replace(ORDERS, way=Given(reach))
        found = run([visit(1, "www.shop.com"), visit(2, "www.gone.com")], orders)
    assert [found[n].level for n in (1, 2)] == ["inconclusive"] * 2
    assert result(found[2]).sources["page"] == "dns"


def test_saved_pages_and_visits_in_one_batch() -> None:
    orders = replace(ORDERS, way=Demonstration())
    job = Job(line=2, address="harbour-post.example", host="harbour-post.example")
    found = run([saved(1), job], orders)
    assert [found[n].level for n in (1, 2)] == ["high_risk", "not_a_pharmacy"]
    assert result(found[2]).sources["page"] == "found"


def test_tasks_at_once_all_come_back() -> None:
    def task(number: int) -> list[Judged]:
        return [Judged(job=number, level="", body=b"")] * number

    tasks = [lambda n=n: task(n) for n in range(20)]
    assert sorted(len(found) for found in some_at_once(tasks, 4)) == list(range(20))
    assert list(some_at_once([], 4)) == []
