"""Many addresses asked about at once, and the table that comes of it.

A batch is a list of numbers of checks: where several processes answer, it is shared as its checks are.
"""

from __future__ import annotations

import csv
import io
import secrets
import time
import unicodedata
import zlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from checker.errors import CheckerError
from checker.message import Message
from checker.shown import printable
from web.checks import Check, Checks, State
from web.plain import dump, load, told, untold
from web.sealed import Sealed

MOST_BATCHES = 200
REMEMBERED_SECONDS = 6 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address of a batch: the number of its check, or why there is none."""

    check_id: str = ""
    shown: str = ""
    """What was typed, when it could not be read; one line, shortened."""
    reason: str = ""
    told: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Addresses that were asked about together."""

    id: str
    country: str
    asked: float
    rows: tuple[Row, ...]

    def for_others(self) -> bytes:
        """All of it for another process."""
        rows = [
            (row.check_id, row.shown, row.reason, told(row.told) if row.told else None)
            for row in self.rows
        ]
        about = {"id": self.id, "country": self.country, "asked": self.asked, "rows": rows}
        return zlib.compress(dump(about), 1)

    @classmethod
    def of_others(cls, body: bytes) -> Batch:
        """The batch of which :meth:`for_others` gave ``body``."""
        about = load(zlib.decompress(body))
        about["rows"] = tuple(
            Row(check_id=check, shown=shown, reason=reason, told=untold(said) if said else None)
            for check, shown, reason, said in about["rows"]
        )
        return cls(**about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row as it stands now."""

    row: Row
    check: Check | None
    """None for an address that was refused, and for a check that is remembered no longer."""

    @property
    def state(self) -> str:
        """A state of the check, ``refused`` or ``forgotten``."""
        if self.check is not None:
            return self.check.state.value
        return "forgotten" if self.row.check_id else "refused"

    @property
    def over(self) -> bool:
        """Nothing more will come."""
        return self.check is None or self.check.over


class Batches:
    """The batches of the last hours. Thread-safe."""

    def __init__(
        self, checks: Checks, sealed: Sealed, clock: Callable[[], float] = time.time
    ) -> None:
        self._checks, self._sealed, self._clock = checks, sealed, clock
        self._lock = Lock()
        self._batches: OrderedDict[str, Batch] = OrderedDict()

    def submit(self, addresses: Sequence[str], country: str) -> Batch:
        """Ask about all ``addresses``; those that cannot be read become rows that say so."""
        batch = Batch(
            id=secrets.token_urlsafe(16),
            country=country,
            asked=self._clock(),
            rows=tuple(self._row(address, country) for address in addresses),
        )
        self._remember(batch)
        if self._sealed.is_wanted:
            self._sealed.put(batch.id, batch.for_others(), REMEMBERED_SECONDS)
        return batch

    def _remember(self, batch: Batch) -> None:
        with self._lock:
            self._batches[batch.id] = batch
            while len(self._batches) > MOST_BATCHES:
                self._batches.popitem(last=False)

    def _row(self, address: str, country: str) -> Row:
        try:
            return Row(check_id=self._checks.submit(address, country, bulk=True).id)
        except CheckerError as refused:
            shown = printable(address)[:60]
            return Row(shown=shown, reason=refused.reason, told=refused.message)

    def get(self, batch_id: str) -> Batch | None:
        """The batch called ``batch_id``, while it is remembered, here or by another process."""
        with self._lock:
            batch = self._batches.get(batch_id)
        return batch or self._from_elsewhere(batch_id)

    def _from_elsewhere(self, batch_id: str) -> Batch | None:
        batch = self._sealed.get(batch_id, Batch.of_others)
        if batch is not None:
            self._remember(batch)
        return batch

    def lines(self, batch: Batch) -> list[Line]:
        """The rows of ``batch`` as they stand now."""
        return [Line(row=row, check=self._checks.get(row.check_id)) for row in batch.rows]

    def forget_old(self) -> None:
        """Forget the batches of hours ago."""
        oldest = self._clock() - REMEMBERED_SECONDS
        with self._lock:
            for batch in list(self._batches.values()):
                if batch.asked < oldest:
                    del self._batches[batch.id]


COLUMNS = (
    "host", "state", "level", "sentence", "decided_by", "kind", "country", "checked_at",
    "reasons_against", "reasons_for", "report",
)  # fmt: skip


def as_csv(batch: Batch, lines: Sequence[Line]) -> str:
    """The batch as a table for spreadsheets; no cell is a formula there."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        cells = {"state": line.state, "country": batch.country} | _cells(line)
        writer.writerow({name: inert(cell) for name, cell in cells.items()})
    return out.getvalue()


def _cells(line: Line) -> dict[str, str]:
    if line.check is None:
        told = line.row.told
        return {"host": line.row.shown, "sentence": told.text() if told else ""}
    if line.check.state is not State.DONE:
        return {"host": line.check.host}
    report: dict[str, Any] = load(line.check.report)
    verdict = report["verdict"]
    return {
        "host": line.check.host,
        "level": verdict["level"],
        "sentence": verdict["sentence"]["text"],
        "decided_by": verdict["decided_by"],
        "kind": verdict["kind"],
        "checked_at": report["checked_at"],
        "reasons_against": _titles(report["reasons_against"]),
        "reasons_for": _titles(report["reasons_for"]),
        "report": f"/checks/{line.check.id}",
    }


def _titles(reasons: Sequence[dict[str, Any]]) -> str:
    return " | ".join(reason["text"]["text"] for reason in reasons)


def inert(cell: str) -> str:
    """``cell`` on one line and, where a spreadsheet would take it for a formula, behind an apostrophe.

    >>> inert("=1+1"), inert(" ＋1"), inert("a=b")
    ("'=1+1", "'＋1", 'a=b')
    """
    text = printable(cell)
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first[:1] in ("=", "+", "-", "@", "−", "%", "|") else text
