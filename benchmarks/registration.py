"""WHOIS readers on the same answers: python-whois, asyncwhois and ours.

    python benchmarks/registration.py [WHOIS.jsonl]

Prints how many creation dates, registrars and registrant countries each gets right, and the slowest
record. The others run in a process of their own that is killed when one record takes longer than
:data:`PATIENCE`, for some of them need minutes. asyncwhois is not among this project's
dependencies, python-whois only for this comparison: whichever is absent is left out, and said so.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from checker.gather.registration import read_whois

PATIENCE = 10.0
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
Row = dict[str, Any]
Reading = tuple[str | None, str | None, str | None]
"""Creation day, registrar, registrant's country."""


@dataclass(slots=True)
class Score:
    right: int = 0
    wrong: int = 0
    dated: int = 0
    registrars: int = 0
    registrars_stated: int = 0
    countries: int = 0
    countries_stated: int = 0
    raised: int = 0
    killed: int = 0
    slowest: float = 0.0
    names: list[str] = field(default_factory=list)

    def add(self, row: Row, got: Reading | None, seconds: float) -> None:
        created, registrar, country = got or (None, None, None)
        self.slowest = max(self.slowest, seconds)
        if row["creation_date"]:
            self.dated += 1
            near = created is not None and _days_apart(created, row["creation_date"]) <= 1
            self.right += near
            self.wrong += created is not None and not near
        if row["registrar"]:
            self.registrars_stated += 1
            self.registrars += _bare(registrar) == _bare(row["registrar"])
        if row["registrant_country"]:
            self.countries_stated += 1
            self.countries += (country or "").upper() == row["registrant_country"]


def ours(row: Row) -> Reading:
    found = read_whois(row["text"], domain=row["domain"])
    created = found.created.isoformat() if found.created else None
    return created, found.registrar, found.registrant_country


def python_whois(row: Row) -> Reading:
    entry = import_module("whois.parser").WhoisEntry
    found = entry.load(row["domain"] or f"example.{row['tld'] or 'com'}", row["text"])
    return (
        _day(found.get("creation_date")),
        _first(found.get("registrar")),
        _first(found.get("country")),
    )


def asyncwhois(row: Row) -> Reading:
    parser = import_module("asyncwhois.parse_tld").DomainParser()
    parsed = parser.parse(row["text"], row["tld"] or "com")
    found = {str(key.value): value for key, value in parsed.items()}
    return (
        _day(found.get("created")),
        _first(found.get("registrar")),
        _first(found.get("registrant_country")),
    )


READERS: dict[str, tuple[str, Callable[[Row], Reading]]] = {
    "python-whois": ("whois", python_whois),
    "asyncwhois": ("asyncwhois", asyncwhois),
    "ours": ("checker", ours),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(os.environ.get("RXLENS_FIXTURES") or DEFAULT)
    parser.add_argument("rows", nargs="?", type=Path, default=root / "whois" / "whois.jsonl")
    args = parser.parse_args()
    text = args.rows.read_text("utf-8").rstrip("\n")
    rows = [json.loads(line) for line in text.split("\n")]
    print(f"{len(rows)} answers")
    print(
        "reader          date right     wrong  registrar       country         slowest  raised killed"
    )
    for name, (module, _) in READERS.items():
        if _absent(module):
            print(f"{name:15} not installed")
        else:
            _print(name, _score(name, rows))


def _score(name: str, rows: list[Row]) -> Score:
    score = Score()
    worker = _Worker(name)
    for row in rows:
        begun = time.perf_counter()
        answer = worker.ask(row)
        seconds = time.perf_counter() - begun
        if answer == "killed":
            score.killed += 1
        elif answer == "raised":
            score.raised += 1
        score.add(row, answer if isinstance(answer, tuple) else None, seconds)
    worker.stop()
    return score


class _Worker:
    """A process that reads one answer at a time, begun anew when it had to be killed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._begin()

    def ask(self, row: Row) -> Reading | str:
        self._pipe.send(row)
        if not self._pipe.poll(PATIENCE):
            self.stop()
            self._begin()
            return "killed"
        answer: Reading | str = self._pipe.recv()
        return answer

    def stop(self) -> None:
        self._process.kill()
        self._process.join()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._name, theirs), daemon=True)
        self._process.start()
        self._pipe.send(None)
        self._pipe.recv()  # Imports are not the reader's time.


def _serve(name: str, pipe: Connection) -> None:
    read = READERS[name][1]
    with contextlib.suppress(Exception):
        read({"text": "Domain Name: EXAMPLE.COM", "domain": "example.com", "tld": "com"})
    with contextlib.suppress(EOFError):
        while True:
            row = pipe.recv()
            if row is None:
                pipe.send("ready")
                continue
            try:
                pipe.send(read(row))
            except Exception:  # What the others raise is counted.
                pipe.send("raised")


def _print(name: str, score: Score) -> None:
    def share(right: int, of: int) -> str:
        return f"{right}/{of} {right / of:6.1%}" if of else "-"

    print(
        f"{name:15} {share(score.right, score.dated):15} {score.wrong:4} "
        f" {share(score.registrars, score.registrars_stated):15} "
        f"{share(score.countries, score.countries_stated):15} "
        f"{score.slowest * 1000:7.0f} ms {score.raised:5} {score.killed:6}"
    )


def _absent(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        return True
    return False


def _first(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else None


def _day(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    match = re.match(r"\d{4}-\d\d-\d\d", value) if isinstance(value, str) else None
    return match[0] if match else None


def _days_apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _bare(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").casefold())


if __name__ == "__main__":
    main()
