"""D1 and D2 through HTTP: whatever fails, the answer comes, names what is missing, and is no kinder."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checker import model
from checker.demo.server import DemoWeb
from checker.net import Limits, Network
from checker.registers import reload
from checker.registers.catalogue import catalogue
from checker.registers.domain_list import hash_of
from checker.registers.snapshot import encode, make_entry
from checker.registers.store import replace_file
from checker.report import Report
from checker.verdict import Level
from tests.web.asking import answer, body_of
from tests.web.conftest import Lasting, MakeApp
from web.engine import CheckerEngine, Question, Reach

REASSURING = {Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY}
LIMITS = Limits(connect=0.5, tls=0.5, first_byte=0.5, idle=0.5, total=1.5, gather=2.5)
SITES = ("https://quickmeds-britain.example/", "https://harleywell-clinic.example/")


def refusing(network: Network, *ports: int) -> Network:
    def dial(address: str, port: int, timeout: float) -> socket.socket:
        if port in ports:
            raise ConnectionRefusedError(111, "Connection refused")
        assert network.dial is not None
        return network.dial(address, port, timeout)

    return replace(network, dial=dial)


def without_names(network: Network) -> Network:
    def nothing(name: str) -> list[str]:
        raise LookupError("SERVFAIL")

    def no_records(name: str, kind: str, *more: object) -> list[str]:
        raise LookupError("SERVFAIL")

    return replace(network, resolve=nothing, records=no_records)  # type: ignore[arg-type]


def lying(network: Network) -> Network:
    """Every name leads to loopback, as a resolver says that was taken over."""
    return replace(network, resolve=lambda name: ["127.0.0.1"])


FAILURES: dict[str, Callable[[Network], Network]] = {
    "everything refused": lambda network: refusing(network, 43, 80, 443),
    "registries by WHOIS refused": lambda network: refusing(network, 43),
    "pages refused": lambda network: refusing(network, 80),
    "encryption refused": lambda network: refusing(network, 443),
    "no names": without_names,
    "names that lie": lying,
}


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


@contextmanager
def engine_over(web: DemoWeb, change: Callable[[Network], Network]) -> Iterator[Lasting]:
    reach = Reach(network=change(web.network()), sources=web.sources())
    made = CheckerEngine(reach, limits=LIMITS, readers=1)
    try:
        yield Lasting(made)
    finally:
        made.close()


@pytest.fixture(scope="module")
def usual(demo: DemoWeb) -> dict[str, str]:
    """The levels when all goes well."""
    reach = Reach(network=demo.network(), sources=demo.sources())
    made = CheckerEngine(reach, readers=1)
    found = {}
    for site in SITES:
        (report,) = (
            step
            for step in made.steps(Question(address=site, country="GB"))
            if isinstance(step, Report)
        )
        found[site] = report.verdict.level.value
    made.close()
    return found


@pytest.mark.parametrize("name", FAILURES)
def test_each_service_failing(
    make_app: MakeApp, demo: DemoWeb, usual: dict[str, str], name: str
) -> None:
    with engine_over(demo, FAILURES[name]) as engine:
        client = make_app(by=engine).test_client()
        for site in SITES:
            done = answer(client, site)
            assert done["state"] == "done", name
            level = Level(done["level"])
            assert level not in REASSURING or usual[site] in REASSURING, (name, site)
            assert level is not Level.VERIFIED
            states = {s["source"]: s for s in done["report"]["coverage"]["sources"]}
            silent = [s for s in states.values() if s["state"] == "missing"]
            page = client.get(done["links"]["page"]).text
            for source in silent:
                assert source["reason"]
                assert source["reason_text"]["text"]
                assert source["label"]["text"] in page.replace("&#39;", "'")
            if name == "everything refused":
                assert level is Level.INCONCLUSIVE
                assert states["page"]["state"] == "missing"


def test_a_model_that_was_changed_is_not_loaded_and_said_so(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: DemoWeb
) -> None:
    """D2."""

    copied = tmp_path / "model"
    shutil.copytree(model.folder(), copied)
    changed = copied / "full.txt"
    changed.write_bytes(changed.read_bytes()[:-2] + b"\n\n")
    monkeypatch.setattr(model, "folder", lambda: copied)
    model.shipped.cache_clear()
    try:
        with engine_over(demo, lambda network: network) as engine:
            done = answer(make_app(by=engine).test_client(), SITES[0])
    finally:
        model.shipped.cache_clear()
    assert done["state"] == "done"
    assert Level(done["level"]) not in REASSURING
    assert any("full.txt" in limit["text"] for limit in done["report"]["limits"])


def test_threads_end(make_app: MakeApp, demo: DemoWeb) -> None:
    with engine_over(demo, lambda network: network) as engine:
        app = make_app(by=engine)
        answer(app.test_client(), SITES[0])
        app.extensions["rxlens"].close()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("check-")]


@pytest.fixture
def register_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Imported lists in a directory of the test."""
    monkeypatch.setenv("RXLENS_REGISTERS", str(tmp_path / "registers"))
    reload()
    yield tmp_path / "registers"
    monkeypatch.undo()
    reload()


def list_of(domain: str, day: date) -> bytes:
    source = catalogue()["dk_dkma"]
    return encode([make_entry(source, domain=domain, snapshot=day)], {"dk_dkma": day})


@pytest.mark.parametrize("damage", [b"", b"no list\n"])
def test_an_empty_register_file_is_said_and_the_one_before_still_answers(
    make_app: MakeApp, register_place: Path, damage: bytes
) -> None:
    """D2: while the service runs, a list's file becomes empty."""
    today = datetime.now(UTC).date()
    replace_file("dk_dkma", list_of("old-invented.dk", today - timedelta(days=3)))
    replace_file("dk_dkma", list_of("new-invented.dk", today - timedelta(days=1)))
    reload()
    app = make_app(store=True)
    app.extensions["rxlens"]._renew_lists()
    client = app.test_client()
    assert answer(client, "http://new-invented.dk/")["report"]["registers"]["entries"]
    assert "was not loaded" not in client.get("/what-we-check").text

    (register_place / "dk_dkma.snapshot").write_bytes(damage)
    app.extensions["rxlens"]._renew_lists()
    done = answer(client, "http://old-invented.dk/")
    (entry,) = done["report"]["registers"]["entries"]
    assert entry["authority"] == "Danish Medicines Agency"
    assert Level(done["level"]) is not Level.NOT_A_PHARMACY
    assert ["was not loaded" in told["text"] for told in done["messages"]] == [True]
    page = client.get(done["links"]["page"]).text
    for shown in (page, client.get("/what-we-check").text):
        assert "The imported file dk_dkma.snapshot was not loaded" in shown
        assert "What was there before is used." in shown
    states = {one["id"]: one for one in body_of(client.get("/api/v1/registers"))["lists"]}
    assert states["dk_dkma"]["snapshot"] == (today - timedelta(days=3)).isoformat()
    assert "was not loaded" in states["dk_dkma"]["warning"]["text"]
    envelope = body_of(client.get("/api/v1/lists/domains"))
    section = next(s for s in json.loads(envelope["payload"])["sections"] if s["id"] == "dk_dkma")
    assert section["hashes"] == b64encode(hash_of("old-invented.dk")).decode()
