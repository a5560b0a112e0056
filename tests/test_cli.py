"""The command line: answers, exit codes, and one clear sentence when something cannot be used."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import checker
from checker import cli
from checker.cli import main
from checker.demo.nameserver import NameServer
from checker.signals import all_signals
from tests.gather.test_origin import MAXMIND, database
from tests.loopback import Reply, World, site
from tests.reports import EMPTY, NEWS, ROGUE, faults

ROOT = Path(__file__).resolve().parent.parent
URL = "https://shop.example/canary7731?mail=me"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(ROGUE, encoding="utf-8")
    return path


def run(
    words: Sequence[str], capsys: pytest.CaptureFixture[str], **options: Any
) -> tuple[int, str, str]:
    code = main(words, **options)
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    return code, told.out, told.err


# Answers


def test_check_a_saved_page(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(["check", URL, "--page", str(page)], capsys)
    assert code == 0
    assert "shop.example" in out
    assert "What speaks against it" in out
    assert err == ""


@pytest.mark.parametrize("options", [[], ["--full-address"]])
def test_json_keeps_the_contract(
    options: list[str], page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(["check", URL, "--page", str(page), "--json", *options], capsys)
    body = json.loads(out)
    assert code == 0
    assert faults(body) == []
    assert ("canary7731" in out) == bool(options)


@pytest.mark.parametrize(
    ("html", "code"), [(ROGUE, 0), (NEWS, 0), (EMPTY, 3)], ids=["rogue", "news", "empty"]
)
def test_exit_code_tells_inconclusive(
    html: str, code: int, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_text(html, encoding="utf-8")
    assert run(["check", URL, "--page", str(page)], capsys)[0] == code


def test_a_page_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ROGUE.encode())))
    code, out, _ = run([URL, "--page", "-"], capsys)
    assert code == 0
    assert "Viagra" in out


def test_check_is_meant_when_no_command_is_named(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([URL, "--page", str(page)], capsys)[:1] == (0,)


def test_the_country_is_named(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run([URL, "--page", str(page), "--country", "uk", "--json"], capsys)
    assert json.loads(out)["country"] == {"code": "GB", "name": "United Kingdom"}
    code, out, _ = run([URL, "--page", str(page), "--country", "de", "--json"], capsys)
    assert json.loads(out)["country"]["code"] == "DE"
    assert code == 0


def test_a_page_is_cut_at_the_limit(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.write_text(ROGUE + "x " * 1_100_000, encoding="utf-8")
    code, out, _ = run([URL, "--page", str(page), "--json"], capsys)
    assert code == 0
    assert any("limit was reached" in limit["text"] for limit in json.loads(out)["limits"])


def test_check_a_live_site(capsys: pytest.CaptureFixture[str]) -> None:
    with site({"/": Reply(body=ROGUE.encode())}, "www.pills-shop.com") as world:
        code, out, err = run(
            ["http://www.pills-shop.com/", "--json"], capsys, network=world.network
        )
    body = json.loads(out)
    assert code == 0
    assert faults(body) == []
    assert [hop["status"] for hop in body["timeline"]] == [200]
    assert err == ""


@pytest.mark.parametrize("way", ["option", "setting", "both", "none"])
def test_a_database_of_networks(
    way: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = str(database(tmp_path / "db", MAXMIND))
    broken = str(tmp_path / "none")
    setting = {"setting": f"{file}{os.pathsep}{file}", "both": broken}.get(way, "")
    monkeypatch.setenv("RXLENS_ORIGIN_DB", setting)
    words = ["http://www.pills-shop.com/", "--json"]
    words += ["--origin-db", file] if way in ("option", "both") else []
    records = {"www.pills-shop.com": {"A": ["93.184.215.1"]}, "pills-shop.com": {"MX": ["0 ."]}}
    with (
        NameServer(records) as names,
        site({"/": Reply(body=ROGUE.encode())}, "www.pills-shop.com") as world,
    ):
        network = replace(world.network, records=names.resolver().records)
        _, out, err = run(words, capsys, network=network)
    states = {s["source"]: s["state"] for s in json.loads(out)["coverage"]["sources"]}
    assert states["dns"] == "found"
    assert states["origin"] == ("not_asked" if way == "none" else "found")
    assert ("Moldova" in out) == (way != "none")
    assert err == ""


@pytest.mark.parametrize("name", ["", "missing.mmdb", "."])
def test_a_database_that_is_none(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World()
    words = ["shop.com", "--origin-db", str(tmp_path / name)]
    code, out, err = run(words, capsys, network=world.network)
    assert (code, out) == (2, "")
    assert "[origin_db]" in err
    assert world.lookups == []


def test_an_unreachable_site_is_inconclusive(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["http://gone-shop.com/"], capsys, network=World().network)
    assert code == 3
    assert "INCONCLUSIVE" in out
    assert "the name could not be found" in out


def test_platforms_are_answered_without_a_visit(capsys: pytest.CaptureFixture[str]) -> None:
    world = World()
    _, out, _ = run(["https://www.facebook.com/groups/x"], capsys, network=world.network)
    assert world.lookups == []
    assert "What to do instead" in out


def test_signals(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["signals"], capsys)[0] == 0
    code, out, _ = run(["signals", "--json"], capsys)
    listed = json.loads(out)
    assert code == 0
    assert [one["id"] for one in listed] == list(all_signals())
    keys = {"title", "why", "source", "needs", "topic", "direction", "measures", "experimental"}
    assert all(keys <= set(one) for one in listed)


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "--help"]])
def test_help_and_version(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(words, capsys)
    assert code == 0
    assert checker.__version__ in out or "usage:" in out


# Saved evidence


def test_saved_evidence_gives_the_same_report(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    code, out, err = run([URL, "--page", str(page), "--save", str(kept), "--json"], capsys)
    assert code == 0
    assert "holds the full address" in err
    again, replayed, _ = run(["replay", str(kept), "--json"], capsys)
    assert again == 0
    assert json.loads(replayed) == json.loads(out)


def test_a_file_that_cannot_be_saved_costs_no_answer(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (tmp_path, tmp_path / "absent" / "kept"):
        code, out, err = run([URL, "--page", str(page), "--save", str(place)], capsys)
        assert code == 1
        assert "Not saved" in err
        assert "What speaks against it" in out


# What cannot be used


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param([], "usage", id="nothing"),
        pytest.param(["check"], "usage", id="no_target"),
        pytest.param(["check", "a.com", "b.com"], "usage", id="two_targets"),
        pytest.param(["check", "--frobnicate", "a.com"], "usage", id="unknown_option"),
        pytest.param(["judge-pages", "x", "--out", "y", "--jobs", "0"], "usage", id="no_jobs"),
        pytest.param(["judge-pages", "x", "--out", "y", "--jobs", "two"], "usage", id="jobs_word"),
        pytest.param(["judge-pages", "absent-pages", "--out", "-"], "not_found", id="no_pages"),
        pytest.param(["check", ""], "empty", id="empty"),
        pytest.param(["check", "javascript:alert(1)"], "scheme", id="scheme"),
        pytest.param(["check", "http://user@shop.com/"], "userinfo", id="userinfo"),
        pytest.param(["check", "shop.com", "--country", "XX"], "country", id="country"),
        pytest.param(
            ["check", "shop.com", "--country", "\x1b[31m"], "country", id="country_escape"
        ),
        pytest.param(["check", "shop.com", "--page", "absent.html"], "not_found", id="no_page"),
        pytest.param(["check", "shop.com", "--page", "."], "not_found", id="page_is_directory"),
        pytest.param(["check", "shop.com", "--page", "a\0b"], "not_found", id="page_nul"),
        pytest.param(["replay", "absent"], "not_found", id="no_evidence"),
        pytest.param(["replay", str(ROOT / "README.md")], "not_evidence", id="not_evidence"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(
    words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(words, capsys)
    assert code == 2
    assert out == ""
    assert err.startswith("rxlens: ")
    assert err.endswith(f"[{reason}]\n")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    if words:
        code, out, _ = run([*words, "--json"], capsys)
        problem = json.loads(out)
        assert code == 2
        assert problem["reason"] in (reason, "usage")
        assert problem["detail"]
        assert problem["type"].startswith("urn:rxlens:problem:")


@pytest.mark.parametrize(
    "typed", ["\udc80\udcff", "a" * 100_000, "\u202e.com", "{0.__class__}", "%s%n"]
)
def test_odd_words_are_refused_calmly(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(["check", typed], capsys)
    assert code == 2
    err.encode("utf-8")
    assert len(err) < 1000


def test_a_defect_of_ours_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checker.commands.judge", broken)
    code, _, err = run([URL, "--page", str(page)], capsys)
    assert code == 1
    assert "failed inside our own program (ZeroDivisionError)" in err


def test_a_foreign_command_that_fails_to_load_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Entry:
        name = "broken"

        def load(self) -> None:
            raise ImportError

    class Adding:
        name = "hello"

        def load(self) -> object:
            def add(subparsers: Any) -> None:
                subparsers.add_parser("hello").set_defaults(run=lambda args: 7)

            return add

    monkeypatch.setattr(cli, "entry_points", lambda group: [Entry(), Adding()])
    assert run(["hello"], capsys)[0] == 7


# As a process


def start(*words: str, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "checker", *words], cwd=ROOT, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp1252"])
def test_any_terminal_can_show_it(encoding: str, page: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "checker", "https://пример.рф/", "--page", str(page)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "80"},
    )
    assert done.stderr == b""
    assert done.returncode == 0
    text = done.stdout.decode(encoding)
    assert "xn--e1afmkfd.xn--p1ai" in text
    if encoding == "ascii":
        assert '"Viagra 100mg' in text
        assert "x Prescription" in text or "x Controlled" in text


def test_a_reader_that_leaves_is_no_error(page: Path) -> None:
    with start(URL, "--page", str(page), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(60) == 141
    assert err == b""


WAITING = """
import sys
from checker.cli import main
from tests.loopback import Pages, Reply, Server, World
import time
body = open(sys.argv[1], "rb").read() + b'<a href="/contact">Contact us</a>'
def slow():
    print("waiting", file=sys.stderr, flush=True)
    time.sleep(30)
    return Reply()
world = World()
server = Server(Pages({"/": Reply(body=body), "/robots.txt": slow}))
world.add("www.pills-shop.com", http=server)
sys.exit(main(["http://www.pills-shop.com/"], network=world.network))
"""


def test_interrupted_it_shows_what_was_gathered(page: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(page)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        # The typed page has come; the further one never will.
        assert process.stderr.readline() == b"waiting\n"
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"Viagra" in out
    assert b"Interrupted" in err
    assert b"Traceback" not in err
