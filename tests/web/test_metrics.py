"""What the service tells Prometheus: it moves with what happens, is documented, and names nobody."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from tests.web.asking import CHECKS, answer, ask
from tests.web.conftest import SHOP, MakeApp
from web.memory import of_children


def told(app: Flask) -> dict[tuple[str, str], float]:
    """Every sample, by its name and its labels between commas."""
    text = app.test_client().get("/api/v1/metrics").text
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_happens_is_counted(make_app: MakeApp) -> None:
    app = make_app(store=True)
    client = app.test_client()
    answer(client, f"http://{SHOP}/")
    ask(client, f"http://{SHOP}/")
    ask(client, "http://inside.corp/")
    client.get("/nothing-here")
    found = told(app)
    assert found["rxlens_checks_total", "begun"] == 1
    assert found["rxlens_checks_total", "remembered"] == 1
    assert found["rxlens_answers_total", "high_risk"] == 1
    assert found["rxlens_sources_total", "found,page"] == 1
    assert found["rxlens_source_seconds_count", "page"] == 1
    assert found["rxlens_check_seconds_count", ""] == 1
    assert found["rxlens_guard_total", "internal_name"] == 1
    assert found["rxlens_refused_total", "internal_name"] == 1
    assert found["rxlens_requests_total", f"{CHECKS},422"] == 1
    assert found["rxlens_requests_total", "none,404"] == 1
    assert found["rxlens_request_seconds_count", ""] >= 4
    assert found["rxlens_checks_remembered", ""] == 1
    assert found["rxlens_checks_running_limit", ""] == 8
    assert found["rxlens_store_up", "cache"] == found["rxlens_store_up", "kept"] == 1
    assert found["rxlens_ready", ""] == 1
    assert found["rxlens_appeals", ""] == 0
    assert 10e6 < found["process_resident_memory_bytes", ""] < 4e9
    assert found["rxlens_signed_list_expires_timestamp_seconds", ""] > time.time()
    assert any(name == "rxlens_build_info" and "pharmacy-risk-1" in of for name, of in found)
    assert not any(SHOP in of for _, of in found)


def test_a_source_that_fails_is_counted_with_its_reason(make_app: MakeApp) -> None:
    app = make_app()
    answer(app.test_client(), "http://no-such-shop.com/")
    outcomes = {
        of: value for (name, of), value in told(app).items() if name == "rxlens_sources_total"
    }
    failed = [
        of for of in outcomes if not of.startswith(("found,", "not_asked,", "not_applicable,"))
    ]
    assert failed
    assert sum(outcomes.values()) >= 4


def test_appeals_that_wait_are_told(make_app: MakeApp) -> None:
    app = make_app(store=True)
    begun = time.time()
    sent = {"url": "shop.com", "text": "This is wrong.", "role": "site"}
    assert app.test_client().post("/api/v1/appeals", json=sent).status_code == 201
    found = told(app)
    assert found["rxlens_appeals", ""] == 1
    assert begun - 1 <= found["rxlens_appeals_oldest_timestamp_seconds", ""] <= time.time()


def test_a_store_that_fails_is_told_and_one_that_is_not_wanted_is_not(
    make_app: MakeApp, tmp_path: Path
) -> None:
    assert not any(name == "rxlens_store_up" for name, _ in told(make_app()))
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "kept.sqlite").mkdir()  # a directory in the place of the file
    app = make_app(store=True)
    app.test_client().get("/changes")
    found = told(app)
    assert found["rxlens_store_up", "kept"] == 0
    assert ("rxlens_appeals", "") not in found


def test_lists_are_told_with_their_days(make_app: MakeApp) -> None:
    found = told(make_app())
    lists = {of for name, of in found if name == "rxlens_list_timestamp_seconds"}
    assert lists
    for name in lists:
        assert 1.4e9 < found["rxlens_list_timestamp_seconds", name] <= time.time()
        assert found["rxlens_list_rows", name] > 0
        assert found["rxlens_list_warning", name] in (0, 1)


def documented(root: Path) -> Iterator[str]:
    section = (
        (root / "docs/web.md").read_text("utf-8").partition("### Metrics")[2].partition("\n## ")[0]
    )
    for row in re.findall(r"^\| (`.+) \| ", section, re.MULTILINE):
        yield from re.findall(r"`(rxlens_[a-z_]+)", row)


def test_every_metric_is_documented(make_app: MakeApp, root: Path) -> None:
    app = make_app(store=True, redis="redis://127.0.0.1:1/0")  # One is named, nobody is there.
    answer(app.test_client(), f"http://{SHOP}/")
    sent = {"url": "shop.com", "text": "This is wrong.", "role": "site"}
    app.test_client().post("/api/v1/appeals", json=sent)
    text = app.test_client().get("/api/v1/metrics").text
    there = set(re.findall(r"^# TYPE (rxlens_\w+)", text, re.MULTILINE))
    assert set(documented(root)) == there


CHILD = """
import subprocess, sys
held = bytearray(60_000_000)
held[::4096] = b"x" * len(held[::4096])
sys.stdout.write("ready"); sys.stdout.flush(); sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="no /proc here")
def test_memory_of_children() -> None:
    before = of_children()
    assert before is not None
    words = [sys.executable, "-c", CHILD]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.read(5) == b"ready"
        during = of_children()
        child.communicate()
    assert during is not None
    assert 50e6 < during - before < 120e6
    after = of_children()
    assert after is not None
    assert after - before < 10e6
