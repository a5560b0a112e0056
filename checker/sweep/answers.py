"""What comes back for one job: its line of the results, packed, and what families are told by.

A line is one JSON object. All but the report comes first and is short, so that whoever wants the table
alone need not read the reports (:func:`head_of`).
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from checker import plain
from checker.coverage import Coverage
from checker.evidence import Evidence
from checker.family.fingerprint import Fingerprint, fingerprint
from checker.judgement import judge
from checker.message import Message
from checker.report import Json, Report, shown_probability, to_json
from checker.shown import printable
from checker.target import UNSEEN
from checker.verdict import Level

SELLING = frozenset((Level.HIGH_RISK, Level.CAUTION, Level.UNVERIFIED, Level.VERIFIED))
"""Levels of sites that sell medicines, among whom families are looked for."""

_REPORT = b',"report":'
"""Stands between head and report. No text can hold it: a quotation mark in a text is escaped."""
_PACKING = 1
"""Reports are full of the same sentences: more effort hardly packs them tighter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of one job."""

    job: int
    """Its line in the input."""
    level: str
    """Empty for a job that failed."""
    body: bytes
    """The rest of its line of the results, packed."""
    fingerprint: bytes = b""
    """What families are told by, packed; nothing for a site that sells no medicines."""
    failed: str = ""
    """Why there is no report, in one word."""


def judged(job: int, evidence: Evidence, *, seconds: float) -> Judged:
    """Judge ``evidence``; ``seconds`` is how long it took to come by."""
    report = judge(evidence)
    verdict = report.verdict
    head: dict[str, Json] = {
        "host": report.target.host,
        "domain": report.target.domain,
        "level": verdict.level.value,
        "probability": shown_probability(verdict.probability),
        "kind": verdict.kind.value,
        "decided_by": verdict.decided_by.value,
        "reasons": [reason.signal for reason in report.reasons_against],
        "coverage": round(report.coverage.share, 2),
        "sources": _sources(report.coverage),
        "checked_at": report.checked_at.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "error": None,
    }
    return Judged(
        job=job,
        level=verdict.level.value,
        body=_packed(head, report),
        fingerprint=_fingerprint(evidence, verdict.level),
    )


def failed(job: int, host: str, reason: str, told: Message) -> Judged:
    """A job without a report: the same keys, nothing said."""
    head: dict[str, Json] = dict.fromkeys(
        ("level", "probability", "kind", "decided_by", "coverage", "checked_at", "seconds")
    )
    head = {"host": host, "domain": ""} | head | {"reasons": [], "sources": {}}
    head["error"] = {"reason": reason, "text": printable(told.text())}
    return Judged(job=job, level="", body=_packed(head, None), failed=reason)


def _packed(head: dict[str, Json], report: Report | None) -> bytes:
    told = json.dumps(head, separators=(",", ":"), allow_nan=False)
    whole = json.dumps(to_json(report) if report else None, separators=(",", ":"), allow_nan=False)
    line = told.removesuffix("}").encode("ascii") + _REPORT + whole.encode("ascii") + b"}\n"
    return zlib.compress(line, _PACKING)


def _sources(coverage: Coverage) -> Json:
    """What became of each source: ``found`` or ``absent``, else the reason why it says nothing."""
    return {
        source.source: source.reason.value if source.reason else source.state.value
        for source in coverage.sources
    }


def _fingerprint(evidence: Evidence, level: Level) -> bytes:
    if level not in SELLING or evidence.target.host == UNSEEN:
        return b""
    found = fingerprint(evidence, level.value)
    if found is None:
        return b""
    return zlib.compress(json.dumps(plain.pack(found)).encode("ascii"), _PACKING)


def fingerprint_of(packed: bytes) -> Fingerprint:
    """The fingerprint packed in :attr:`Judged.fingerprint`."""
    return plain.unpack(Fingerprint, json.loads(zlib.decompress(packed)))


def unpacked_body(body: bytes) -> bytes:
    """What was packed in :attr:`Judged.body`."""
    return zlib.decompress(body)


def line_of(front: dict[str, Json], body: bytes) -> bytes:
    """The line of the results: ``front`` (what the job table knows) before what was judged, unpacked."""
    told = json.dumps(front, separators=(",", ":"), allow_nan=False).encode("ascii")
    return told.removesuffix(b"}") + b"," + body[1:]


def head_of(line: bytes) -> dict[str, Json]:
    """All of a line of the results but its report. Raises ``ValueError`` for what is no such line.

    >>> head_of(b'{"host":"shop.example","level":"caution","report":{"schema":"report-v1"}}')
    {'host': 'shop.example', 'level': 'caution'}
    """
    head, found, _ = line.partition(_REPORT)
    read = json.loads(head + b"}") if found else None
    if not isinstance(read, dict):
        raise ValueError("no line of results")
    return read
