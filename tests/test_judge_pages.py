"""Many saved pages judged: every row gets its answer, in order, whatever stands in it."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from checker import judging, lines
from checker.cli import main
from checker.judgement import now
from checker.judging import judge_line
from checker.pool import Loss, Lost
from tests.reports import NEWS, NOON, ROGUE, faults

ROOT = Path(__file__).resolve().parent.parent
KEYS = {
    "id",
    "line",
    "level",
    "probability",
    "kind",
    "decided_by",
    "reasons",
    "report",
    "error",
}
GOOD = {"id": "a", "url": "https://shop.example/pills", "html": ROGUE}


def row(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode() + b"\n"


def judged(line: bytes | str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(judge_line("GB", NOON, (1, line)).line)
    assert set(answer) == KEYS
    return answer


def run(pages: bytes, tmp_path: Path, *options: str) -> list[dict[str, Any]]:
    (tmp_path / "pages").write_bytes(pages)
    words = ["judge-pages", str(tmp_path / "pages"), "--out", str(tmp_path / "out"), *options]
    assert main(words) == 0
    return [json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()]


# One row


@pytest.mark.parametrize(
    ("changes", "host"),
    [
        pytest.param({}, "shop.example", id="whole"),
        pytest.param({"url": None}, "unknown.invalid", id="url_null"),
        pytest.param({"url": ""}, "unknown.invalid", id="url_empty"),
        pytest.param({"url": "blog/article.mdx"}, "unknown.invalid", id="url_is_a_path"),
        pytest.param({"url": "about.md"}, "unknown.invalid", id="near_miss_ending_of_a_country"),
        pytest.param({"url": "http://a b/"}, "unknown.invalid", id="url_broken"),
        pytest.param({"url": 7}, "unknown.invalid", id="url_number"),
        pytest.param({"url": "x" * 5000}, "unknown.invalid", id="url_long"),
        pytest.param({"url": "http://localhost/"}, "unknown.invalid", id="url_of_one_label"),
        pytest.param({"html": ""}, "shop.example", id="html_empty"),
        pytest.param({"html": "\ud800" + ROGUE}, "shop.example", id="half_a_character"),
        pytest.param({"html": "<div>" * 50_000}, "shop.example", id="deep"),
        pytest.param({"extra": [1]}, "shop.example", id="unknown_key"),
    ],
)
def test_a_row_is_judged(changes: dict[str, object], host: str) -> None:
    answer = judged(row(**changes))
    assert answer["error"] is None
    assert answer["report"]["address"]["host"] == host
    assert answer["level"] == answer["report"]["verdict"]["level"]
    assert faults(answer["report"]) == []


def test_the_address_alone_is_judged() -> None:
    answer = judged(row(html=None, url="buy-viagra.example.com"))
    assert answer["report"]["address"]["host"] == "buy-viagra.example.com"
    assert answer["level"] not in ("not_a_pharmacy", "verified", "unverified")
    states = {s["source"]: s["state"] for s in answer["report"]["coverage"]["sources"]}
    assert states["page"] == "not_asked"


@pytest.mark.parametrize("row_id", ["x", 7, 1.5, None, True])
def test_ids_come_back(row_id: object) -> None:
    assert judged(row(id=row_id))["id"] == row_id


@pytest.mark.parametrize("row_id", ["1e999", "-Infinity", "NaN", "[1]"])
def test_an_id_that_no_answer_can_hold_is_left_out(row_id: str) -> None:
    assert judged(b'{"id": %s, "url": "https://shop.example/"}' % row_id.encode())["id"] is None


@pytest.mark.parametrize(
    ("line", "reason", "row_id"),
    [
        pytest.param(b"{", "not_json", None, id="not_json"),
        pytest.param(b"\xff\xfe", "not_json", None, id="not_utf8"),
        pytest.param(b"[" * 100_000, "not_json", None, id="deep"),
        pytest.param(b"[1]", "not_a_row", None, id="list"),
        pytest.param(row(html=7), "not_a_row", "a", id="html_number"),
        pytest.param(row(html=["x"]), "not_a_row", "a", id="html_list"),
        pytest.param(row(html=None, url=None), "empty", "a", id="nothing_to_judge"),
        pytest.param(
            row(html=None, url="ftp://shop.example/"), "scheme", "a", id="address_refused"
        ),
        pytest.param("too_long", "too_long", None, id="too_long"),
        pytest.param("damaged", "damaged", None, id="damaged"),
    ],
)
def test_a_row_that_cannot_be_judged_says_so(
    line: bytes | str, reason: str, row_id: str | None
) -> None:
    answer = judged(line)
    assert answer["error"]["reason"] == reason
    assert answer["error"]["text"]
    assert answer["id"] == row_id
    assert answer["level"] is None
    assert answer["report"] is None


def test_reasons_are_signals_that_speak_against() -> None:
    answer = judged(row())
    assert "prescription_medicine_in_basket" in answer["reasons"]
    assert answer["reasons"] == [r["signal"] for r in answer["report"]["reasons_against"]]


@pytest.mark.parametrize("why", Loss)
def test_a_row_given_up_is_judged_without_its_page(why: Loss) -> None:
    answer = json.loads(judging._without_page((3, row()), Lost(why=why), "GB", NOON).line)
    page = next(s for s in answer["report"]["coverage"]["sources"] if s["source"] == "page")
    assert (answer["id"], answer["line"], answer["error"]) == ("a", 3, None)
    assert (page["state"], page["reason"], page["detail"]) == ("missing", "unreadable", why.value)
    assert answer["level"] not in ("not_a_pharmacy", "verified", "unverified")


# Files


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_row_has_its_answer_in_order(pack: Any, jobs: str, tmp_path: Path) -> None:
    rows = [row(id=0), row(id=1, html=NEWS), b"{\n", b"\n", row(id=4, html=None), row(id=5)]
    answers = run(pack(b"".join(rows)), tmp_path, "--jobs", jobs)
    assert [a["id"] for a in answers] == [0, 1, None, 4, 5]
    assert [a["line"] for a in answers] == [1, 2, 3, 5, 6]
    assert [bool(a["error"]) for a in answers] == [False, False, True, False, False]


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert [a["id"] for a in run(row().rstrip(), tmp_path)] == ["a"]


def test_no_rows_no_answers(tmp_path: Path) -> None:
    assert run(b"", tmp_path) == []
    assert run(gzip.compress(b"\n \n"), tmp_path) == []


def test_a_damaged_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Rows that do not shrink, so that the cut falls behind the first ones."""
    import random  # noqa: PLC0415 - only here

    noise = random.Random(1)
    rows = b"".join(row(id=n, html=noise.randbytes(40_000).hex()) for n in range(8))
    answers = run(gzip.compress(rows)[: -len(rows) // 4], tmp_path)
    assert [a["id"] for a in answers[:-1]] == list(range(len(answers) - 1))
    assert len(answers) > 2
    assert answers[-1]["error"]["reason"] == "damaged"


def test_a_row_too_long_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 100)
    monkeypatch.setattr(lines, "_PIECE", 30)
    read = list(lines.lines(io.BytesIO(b"a\n" + b"x" * 500 + b"\nb\n" + b"y" * 300)))
    assert read == [(1, 0, b"a\n"), (2, 2, "too_long"), (3, 503, b"b\n"), (4, 505, "too_long")]


def test_answers_never_overwrite_the_pages(tmp_path: Path, capsys: Any) -> None:
    pages = tmp_path / "pages"
    pages.write_bytes(row())
    assert main(["judge-pages", str(pages), "--out", str(pages)]) == 2
    assert "overwrite" in capsys.readouterr().err
    assert pages.read_bytes() == row()


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: Any) -> None:
    pages = tmp_path / "pages"
    pages.write_bytes(row())
    assert main(["judge-pages", str(pages), "--out", str(tmp_path / "no" / "out")]) == 1
    assert "could not be read or written" in capsys.readouterr().err


def test_through_pipes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "checker", "judge-pages", "-", "--out", "-"],
        cwd=ROOT,
        input=gzip.compress(row() + row(id="b")),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b"]
    assert b"2 rows judged" in done.stderr


def test_interrupted_it_leaves_whole_lines(tmp_path: Path) -> None:
    """The input stays open, so that only the interruption can end it."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "checker", "judge-pages", "-", "--out", str(out)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(row() * 300)
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not (out.exists() and out.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    text = out.read_bytes()
    assert text.endswith(b"\n")
    assert all(json.loads(line)["id"] == "a" for line in text.splitlines())


def test_a_page_that_takes_too_long_takes_only_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a deadline no page can meet every row is given up, and the run still ends."""
    monkeypatch.setattr(judging, "ROW_SECONDS", 0.0)
    answers = run(row() * 3, tmp_path)
    assert [a["error"] for a in answers] == [None] * 3
    assert {a["level"] for a in answers} <= {"inconclusive", "caution", "high_risk"}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Ten times the rows, the same peak of the parent process."""
    peaks = []
    for rows in (200, 2000):
        (tmp_path / "pages").write_bytes(row(html=NEWS) * rows)
        script = (
            "import resource, sys; from checker.cli import main;"
            f"main(['judge-pages', {str(tmp_path / 'pages')!r}, '--out', {str(tmp_path / 'out')!r}]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=300, check=True
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 20_000


def test_a_run_says_when_it_was(tmp_path: Path) -> None:
    before = now().isoformat()[:16]
    (answer,) = run(row(), tmp_path)
    assert before <= answer["report"]["checked_at"][:16] <= now().isoformat()[:16]
