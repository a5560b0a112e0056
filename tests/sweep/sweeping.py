"""Sweeps run by tests: in this process, or as the command in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from checker.sweep.coordinator import Plan, Tally, run_sweep
from checker.sweep.folder import RESULTS
from checker.sweep.result import Result, read_results
from tests.reports import NEWS, ROGUE

ROOT = Path(__file__).resolve().parents[2]


def pages(count: int) -> list[bytes]:
    """Saved pages of many shops and news sites, no two the same."""
    return [
        json.dumps(
            {
                "id": number,
                "url": f"https://www.shop-{number % 40}.example/{number}",
                "html": (ROGUE if number % 3 else NEWS) + f"<p>{number}</p>",
            }
        ).encode()
        for number in range(count)
    ]


def write(path: Path, lines: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def sweep(source: Path, out: Path, **more: Any) -> Tally:
    """A sweep in this process, which visits nobody unless told otherwise."""
    watch = more.pop("watch", lambda _: None)
    engine = {"engine": more.pop("engine")} if "engine" in more else {}
    plan = Plan(source=str(source), out=out, **{"country": "GB", "way": None, **more})
    return run_sweep(plan, watch, **engine)


def results(out: Path) -> dict[int, Result]:
    """The results in a directory by line; none comes twice."""
    found = list(read_results(out))
    assert len({one.line for one in found}) == len(found)
    return {one.line: one for one in found}


def lines(out: Path) -> list[dict[str, Any]]:
    """The lines of the results without the time each took, the one thing that differs between two runs."""
    found = [json.loads(line) for line in (out / RESULTS).read_bytes().splitlines()]
    for line in found:
        del line["seconds"]
    return found


class Command:
    """``rxlens sweep`` in a process of its own, with all processes it starts in a group of theirs."""

    def __init__(self, *words: str | Path, cwd: Path = ROOT) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "checker", "sweep", *map(str, words)],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def end(self, seconds: float = 300.0) -> tuple[int, str]:
        """Exit code, and what was said, once it has ended."""
        out, err = self.process.communicate(timeout=seconds)
        assert out == b""
        text = err.decode()
        assert "Traceback" not in text
        return self.process.returncode, text

    def kill(self) -> None:
        """End the coordinator as the system does when memory runs out; the others have to see to themselves."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=60)

    def left(self, seconds: float = 20.0) -> list[int]:
        """Processes of the group that are still there after a while."""
        end = time.monotonic() + seconds
        while (found := _group(self.process.pid)) and time.monotonic() < end:
            time.sleep(0.1)
        return found


def _group(group: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def command(*words: str | Path) -> tuple[int, str]:
    """Run the command to its end."""
    return Command(*words).end()


def offline(source: Path, out: Path, *more: str | Path) -> Sequence[str | Path]:
    """The words of a sweep that visits nobody."""
    return source, "--out", out, "--country", "GB", "--offline", "--jobs", "2", *more
