"""What people see of the demonstration, and its exit codes."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checker.demo import run, run_demo
from checker.demo.manifest import DemoCheck, demo_checks
from checker.errors import InputRefused
from checker.terminal import console_for
from checker.verdict import Level

ROGUE, CLUB = "quickmeds-britain.example", "hollybank-gardenclub.example"


def printed(host: str | None = None, **words: Callable[[], object] | bool) -> tuple[int, str]:
    stream = io.StringIO()
    code = run_demo(host, console=console_for(stream, width=100), **words)  # type: ignore[arg-type]
    return code, stream.getvalue()


def few(*levels: Level) -> tuple[DemoCheck, ...]:
    """Two of the checks, with other expectations: what is shown is tried here, not the policy."""
    hosts = (ROGUE, "bastion-chemist.example")
    return tuple(replace(row, levels=levels) for row in demo_checks() if row.host in hosts)


def test_table_and_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "demo_checks", lambda: few(*Level))
    code, text = printed()
    assert code == 0
    assert "bastion-chemist.example" in text
    assert "What speaks against it" in text
    assert "2 of 2 answers as expected" in text


def test_an_answer_that_was_not_expected_shows_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "demo_checks", lambda: few(Level.VERIFIED))
    code, text = printed()
    assert code == 1
    assert "expected: Verified" in text
    assert "0 of 2 answers as expected" in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (ROGUE, "Erectile dysfunction pills, said to be British"),
        (f" {ROGUE.upper()} ", "Erectile dysfunction pills, said to be British"),
        (f"https://{ROGUE}/", "Erectile dysfunction pills, said to be British"),
        (f"http://{CLUB}/", "The garden club itself"),
    ],
)
def test_one_site(typed: str, shown: str) -> None:
    code, text = printed(typed)
    assert code in (0, 1)
    assert shown in text
    assert "answers as expected" not in text


@pytest.mark.parametrize("typed", ["", "elsewhere.example", "example", "secure-order-desk.test"])
def test_other_hosts_are_refused(typed: str) -> None:
    with pytest.raises(InputRefused):
        printed(typed)


def interrupted() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("wait", [lambda: None, interrupted])
def test_serving(wait: Callable[[], object]) -> None:
    code, text = printed(serve=True, wait=wait)
    assert code == 0
    for row in demo_checks():
        assert row.url in text
    assert "--connect-to :443:127.0.0.1:" in text


def test_serving_serves_while_it_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    alive: list[Path] = []
    printed(serve=True, wait=lambda: alive.extend(tmp_path.glob("*/authority.pem")))
    assert len(alive) == 1
    assert not alive[0].exists()
