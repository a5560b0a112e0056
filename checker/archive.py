"""Saved evidence: all that was seen about one address, so that it can be judged again.

The file is gzipped JSON whatever its name. It holds the pages as they came (facts are read from
them anew on loading) and **the full address**, which may tell of someone's health: it is written
for the owner alone, and only when asked for.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from checker.certificate import Certificate
from checker.claim_check import ClaimChecks
from checker.countries import NO_COUNTRY, countries
from checker.dns_records import DnsRecords
from checker.errors import EvidenceUnreadable
from checker.evidence import (
    Evidence,
    Missing,
    Observation,
    ObservedValue,
    PageVisit,
    Response,
    ServiceAnswer,
    View,
)
from checker.message import N_, Message, message
from checker.origin import Origin, WayOrigins
from checker.page.facts import PageFacts
from checker.plain import Plain, pack, unpack
from checker.registers.answer import RegisterAnswer
from checker.registration import Registration
from checker.relatives import Relatives
from checker.target import Target

FORMAT = "rxlens-evidence"
VERSION = 2
"""2 added what is asked about an address besides its pages; files of 1 are read as they are."""
_READ = (1, 2)
MAX_BYTES = 20 * 1024 * 1024
"""Largest file, packed or unpacked."""

NOTICE = N_("This file holds the full address that was checked and the pages as they were seen.")

Read = Callable[[Response], PageFacts | Missing]


def save(evidence: Evidence, path: str | Path) -> None:
    """Write ``evidence`` to ``path``: whole or not at all, readable by its owner only.

    Raises :class:`OSError` when it cannot be written, :class:`EvidenceUnreadable` (``too_large``)
    when it would be larger than can be read back.
    """
    plain = json.dumps(_evidence(evidence), ensure_ascii=True, allow_nan=False).encode("ascii")
    if len(plain) > MAX_BYTES:
        _refuse("too_large")
    _write(Path(path), gzip.compress(plain, compresslevel=6, mtime=0))


def load(path: str | Path, read: Read) -> Evidence:
    """Read the evidence at ``path``; ``read`` reads each page anew.

    Raises :class:`EvidenceUnreadable` with the reason ``not_found``, ``too_large``, ``not_evidence``,
    ``damaged`` or ``version``.
    """
    saved = _parse(_unpack(_bytes(Path(path))))
    try:
        return _load_evidence(saved, read)
    except (KeyError, TypeError, ValueError, AttributeError):
        _refuse("damaged")


# Files


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
    try:
        with os.fdopen(handle, "wb") as file:  # mkstemp makes it 0600
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        _refuse("not_found")
    if len(data) > MAX_BYTES:
        _refuse("too_large")
    return data


def _unpack(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        _refuse("not_evidence")
    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        _refuse("damaged")
    if len(plain) > MAX_BYTES:
        _refuse("too_large")
    if not inflater.eof:
        _refuse("damaged")
    return plain


def _parse(plain: bytes) -> Plain:
    try:
        saved = json.loads(plain)
    except (ValueError, RecursionError):
        _refuse("damaged")
    if not isinstance(saved, dict) or saved.get("format") != FORMAT:
        _refuse("not_evidence")
    if saved.get("version") not in _READ:
        _refuse("version")
    return saved


_SENTENCES: dict[str, Message] = {
    "not_found": message(N_("The evidence file cannot be opened.")),
    "too_large": message(
        N_("Evidence larger than {limit} MiB cannot be kept."), limit=MAX_BYTES // 2**20
    ),
    "not_evidence": message(N_("This is not a file of saved evidence.")),
    "damaged": message(N_("The evidence file is damaged.")),
    "version": message(
        N_("The evidence file has another version than this program reads ({version})."),
        version=VERSION,
    ),
}


def _refuse(reason: str) -> NoReturn:
    raise EvidenceUnreadable(reason, _SENTENCES[reason]) from None


# Values

_KINDS: Mapping[str, type[ServiceAnswer]] = {
    "registers": RegisterAnswer,
    "claims": ClaimChecks,
    "registration": Registration,
    "dns": DnsRecords,
    "certificate": Certificate,
    "origin": Origin,
    "way_origins": WayOrigins,
    "relatives": Relatives,
}
"""What services and lists said, by the key it is saved under."""


def _evidence(evidence: Evidence) -> Plain:
    return {
        "format": FORMAT,
        "version": VERSION,
        "notice": NOTICE,
        # The words as typed are never stored; the address is what was made of them.
        "target": {**pack(evidence.target), "typed": evidence.target.url},
        "country": evidence.country,
        "checked_at": evidence.checked_at.isoformat(),
        "observations": [_observation(o) for o in evidence.observations],
    }


def _observation(observation: Observation) -> Plain:
    saved = {
        "source": observation.source,
        "view": observation.view.value,
        "at": observation.at.isoformat(),
    }
    value = observation.value
    if isinstance(value, Missing):
        return {**saved, "missing": pack(value)}
    if isinstance(value, PageVisit):
        return {**saved, "page": {"role": value.role, "response": pack(value.response)}}
    kind = next(name for name, kind in _KINDS.items() if isinstance(value, kind))
    return {**saved, kind: pack(value)}


def _load_evidence(saved: Plain, read: Read) -> Evidence:
    if saved["country"] not in {NO_COUNTRY, *countries()} or not isinstance(
        saved["observations"], list
    ):
        raise ValueError("country or observations")
    return Evidence(
        target=unpack(Target, saved["target"]),
        country=saved["country"],
        checked_at=unpack(datetime, saved["checked_at"]),
        observations=tuple(_load_observation(o, read) for o in saved["observations"]),
    )


def _load_observation(saved: Plain, read: Read) -> Observation:
    source = unpack(str, saved["source"])
    return Observation(
        source=source,
        view=unpack(View, saved["view"]),
        at=unpack(datetime, saved["at"]),
        value=_load_value(saved, read, source),
    )


def _load_value(saved: Plain, read: Read, source: str) -> ObservedValue:
    if "page" in saved:
        return _load_page(saved["page"], read, source)
    for name, kind in _KINDS.items():
        if name in saved:
            return unpack(kind, saved[name])
    return unpack(Missing, saved["missing"])


def _load_page(saved: Plain, read: Read, source: str) -> ObservedValue:
    response = unpack(Response, saved["response"])
    facts = read(response)
    if isinstance(facts, Missing):
        return replace(facts, source=source, hops=response.hops)
    return PageVisit(role=unpack(str, saved["role"]), response=response, facts=facts)
