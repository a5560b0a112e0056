"""The log names nobody: the real service is asked about sites that answer, fail and misbehave."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from checker.evidence import Event
from checker.report import Report
from checker.target import Target
from tests.web.asking import answer, body_of
from tests.web.conftest import Canned, MakeApp
from web import logs
from web.engine import Question

SECRETS = ("quickmeds", "saltmarsh", "unheard-of", "pills", "canary", "198.51.100.7", "Agent/")
"""What is in the questions below, or in the sites they are about."""


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging as it was before."""
    root = logging.getLogger()
    held = root.handlers, root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    root.handlers, level, logging.raiseExceptions = held
    root.setLevel(level)
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


class Broken(Canned):
    """Fails with words that must not be told."""

    def __init__(self) -> None:
        self.asked = []

    def admit(self, target: Target) -> None:
        if "refused-inside" in target.host:
            raise ValueError(f"no way to {target.url} pills")

    def steps(self, question: Question) -> Iterator[Event | Report]:
        raise ValueError(f"{question.address} pills\nsecond line")


# The program itself


@contextmanager
def started(tmp_path: Path, **settings: str) -> Iterator[int]:
    """``rxlens serve`` as an operator starts it; its port. It writes ``log``."""
    environment = os.environ | {f"RXLENS_{name.upper()}": value for name, value in settings.items()}
    words = [sys.executable, "-m", "checker", "serve", "--port", "0", "--demo"]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(
            [*words, "--store", str(tmp_path)], env=environment, stdout=subprocess.PIPE, stderr=log
        ) as server,
    ):
        assert server.stdout is not None
        try:
            yield int(re.findall(r":(\d+)/", server.stdout.readline().decode())[0])
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def ask(port: int, url: str, *, path: str = "/api/v1/checks") -> tuple[dict[str, Any], str]:
    """Ask about ``url`` with telling headers, and wait for the answer: it, and the request's number."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        json.dumps({"url": url}).encode(),
        {
            "Content-Type": "application/json",
            "User-Agent": "Agent/canary",
            "Referer": "https://search.example/?q=pills",
            "X-Forwarded-For": "198.51.100.7",
            "X-Request-Id": "canary",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            made, number = json.load(response), response.headers["X-Request-Id"]
    except urllib.error.HTTPError as refused:
        said = refused.read()
        is_json = refused.headers.get_content_type().endswith("json")
        return json.loads(said) if is_json else {}, refused.headers["X-Request-Id"]
    for _ in range(400):
        place = f"http://127.0.0.1:{port}{made['links']['self']}"
        with urllib.request.urlopen(place, timeout=20) as response:
            if json.load(response)["state"] in ("done", "failed"):
                return made, number
        time.sleep(0.05)
    raise AssertionError("the check does not end")


def test_the_real_service_tells_of_nobody(tmp_path: Path) -> None:
    settings = {"log_format": "json", "log_level": "info", "trusted_proxies": "127.0.0.1"}
    with started(tmp_path, **settings) as port:
        made, number = ask(port, "https://quickmeds-britain.example/?canary=pills")
        ask(port, "saltmarsh-bowls.example")
        ask(port, "http://unheard-of-canary.com/")  # no way there: every source fails
        refused, refused_number = ask(port, "http://canary.internal/")
        ask(port, "pills", path="/canary/pills")
        ask(port, "pills", path="/api/v1/checks?canary=pills")
        check, page = made["id"], made["links"]["page"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=20) as response:
            assert response.status == 200
    written = (tmp_path / "log").read_text("ascii")
    lines = [json.loads(line) for line in written.splitlines()]
    assert [mark for mark in (*SECRETS, check, str(tmp_path)) if mark in written] == []
    assert not re.search(
        r"[a-z0-9-]+\.(?:com|example|internal|org)\b|127\.0\.0\.1|Traceback", written
    )
    for line in lines:
        assert {"time", "level", "logger", "event"} <= line.keys()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    of = {
        event: [line for line in lines if line["event"] == event]
        for event in ("answered", "a check ended")
    }
    (ended, *_) = [line for line in of["a check ended"] if line["request"] == number]
    assert ended["verdict"] == "high_risk"
    assert any(re.search(r"page:\w+", line["missing"]) for line in of["a check ended"])
    (turned_away,) = [line for line in of["answered"] if line["request"] == refused_number]
    assert (turned_away["status"], turned_away["refused"]) == (422, refused["reason"])
    assert refused["instance"] == f"urn:rxlens:request:{refused_number}"
    assert {"/api/v1/checks/<check_id>", "none"} <= {line["route"] for line in of["answered"]}
    assert "canary" not in {line["request"] for line in lines if "request" in line}


def test_only_what_goes_wrong_is_told_at_first(tmp_path: Path) -> None:
    with started(tmp_path) as port:
        ask(port, "quickmeds-britain.example")
    assert (tmp_path / "log").read_text() == ""


# Failures


def lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capfd.readouterr().err.splitlines()]


@pytest.mark.usefixtures("restored")
def test_a_failure_is_told_by_type_and_place_with_the_number_its_asker_has(
    make_app: MakeApp, capfd: pytest.CaptureFixture[str]
) -> None:
    client = make_app(by=Broken()).test_client()
    logs.configure("json")
    failed = answer(client, "pills-shop.com")
    assert failed["state"] == "failed"
    inside = client.post("/api/v1/checks", json={"url": "refused-inside.com"})
    assert inside.status_code == 500
    page = client.post("/check", data={"url": "refused-inside.com"})
    check, api, form = lines(capfd)
    assert (
        check["event"] == "a check failed: ValueError in steps:" + check["event"].rpartition(":")[2]
    )
    assert api["event"].startswith("a request failed: ValueError in admit:")
    assert api["request"] == inside.headers["X-Request-Id"]
    assert body_of(inside)["instance"] == f"urn:rxlens:request:{api['request']}"
    assert form["request"] in page.text
    assert "pills" not in json.dumps([check, api, form])
    assert len({line["request"] for line in (check, api, form)}) == 3


def of_a_library() -> None:
    logging.getLogger("waitress").warning("Client 198.51.100.7 left while serving %s", "/pills")


def of_our_own_with_an_error() -> None:
    try:
        raise ValueError("pills at 198.51.100.7")
    except ValueError:
        logging.getLogger("checker.gather.page").exception("reading a page failed")


def of_a_thread() -> None:
    def end() -> None:
        raise ValueError("pills at 198.51.100.7")

    thread = threading.Thread(target=end)
    thread.start()
    thread.join()


def of_a_warning() -> None:
    warnings.warn("pills at 198.51.100.7", stacklevel=1)


def that_cannot_be_put_into_words() -> None:
    logging.getLogger("rxlens.web").error("two %s %s", "pills")  # noqa: PLE1206


def of_an_error_nobody_could_take() -> None:
    class Dying:
        def __del__(self) -> None:
            raise ValueError("pills at 198.51.100.7")

    Dying()


@pytest.mark.usefixtures("restored")
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("happen", "event", "more"),
    [
        (of_a_library, "a library reported something", "place"),
        (of_our_own_with_an_error, "reading a page failed", "error"),
        (of_a_thread, "a thread ended: ValueError in end:", ""),
        (of_a_warning, "a library reported something", "place"),
        (of_an_error_nobody_could_take, "an error nobody could take: ValueError in __del__:", ""),
    ],
)
def test_what_is_told_of_a_record(
    capfd: pytest.CaptureFixture[str], happen: Any, event: str, more: str
) -> None:
    logs.configure("json")
    happen()
    (line,) = lines(capfd)
    assert line["event"].startswith(event)
    assert not more or line[more]
    assert "pills" not in json.dumps(line)
    assert "198.51" not in json.dumps(line)


@pytest.mark.usefixtures("restored")
def test_a_record_without_words_is_left_out(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    that_cannot_be_put_into_words()
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("error", ["e"]),
        ("warning", ["e", "w"]),
        ("info", ["e", "w", "i"]),
    ],
)
def test_levels(capfd: pytest.CaptureFixture[str], level: str, told: list[str]) -> None:
    logs.configure("json", level)
    for log in (logging.getLogger("rxlens.web"), logging.getLogger("a.library")):
        log.error("e")
        log.warning("w")
        log.info("i")
    found = [line["event"] for line in lines(capfd)]
    assert found[: len(told)] == told
    assert len(found) == len(told) + min(len(told), 2), "a library's is told from warnings on"


@pytest.mark.usefixtures("restored")
def test_text_for_people(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("text", "info")
    with logs.for_request("0123"):
        logging.getLogger("rxlens.web").info("a check ended", extra=logs.fields(verdict="caution"))
    assert re.fullmatch(
        r"\S+Z info rxlens\.web: a check ended verdict=caution request=0123\n",
        capfd.readouterr().err,
    )
