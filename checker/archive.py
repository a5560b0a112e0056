"""Saved evidence: all that was seen about one address, so that it can be judged again.

The file is gzipped JSON whatever its name. It holds the pages as they came (facts are read from
them anew on loading) and **the full address**, which may tell of someone's health: it is written
for the owner alone, and only when asked for.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from checker.errors import EvidenceUnreadable
from checker.evidence import (
    Evidence,
    Hop,
    Missing,
    MissingReason,
    Observation,
    ObservedValue,
    PageVisit,
    Response,
    Tls,
    View,
)
from checker.message import N_, Message, message
from checker.page.facts import PageFacts
from checker.target import Platform, Target

FORMAT = "rxlens-evidence"
VERSION = 1
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
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
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


def _parse(plain: bytes) -> dict[str, Any]:
    try:
        saved = json.loads(plain)
    except (ValueError, RecursionError):
        _refuse("damaged")
    if not isinstance(saved, dict) or saved.get("format") != FORMAT:
        _refuse("not_evidence")
    if saved.get("version") != VERSION:
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


# Values out


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "notice": NOTICE,
        "target": _target(evidence.target),
        "country": evidence.country,
        "checked_at": evidence.checked_at.isoformat(),
        "observations": [_observation(o) for o in evidence.observations],
    }


def _target(target: Target) -> dict[str, Any]:
    """Everything but the words as typed, which are never stored."""
    platform = target.platform
    return {
        "url": target.url,
        "host": target.host,
        "domain": target.domain,
        "suffix": target.suffix,
        "display": target.display,
        "platform": None if platform is None else _fields(platform),
        "unwrapped_from": list(target.unwrapped_from),
        "notes": list(target.notes),
        "fetchable": target.fetchable,
    }


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


def _observation(observation: Observation) -> dict[str, Any]:
    return {
        "source": observation.source,
        "view": observation.view.value,
        "at": observation.at.isoformat(),
        **_value(observation.value),
    }


def _value(value: ObservedValue) -> dict[str, Any]:
    if isinstance(value, Missing):
        return {"missing": {"reason": value.reason.value, "detail": value.detail}}
    return {"page": {"role": value.role, "response": _response(value.response)}}


def _response(response: Response) -> dict[str, Any]:
    return {
        **_fields(response),
        "hops": [_hop(hop) for hop in response.hops],
        "headers": [list(header) for header in response.headers],
        "body": base64.b64encode(response.body).decode("ascii"),
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {**_fields(hop), "tls": None if hop.tls is None else _tls(hop.tls)}


def _tls(tls: Tls) -> dict[str, Any]:
    return {
        **_fields(tls),
        "names": list(tls.names),
        "not_before": tls.not_before and tls.not_before.isoformat(),
        "not_after": tls.not_after and tls.not_after.isoformat(),
    }


# Values in. A wrong type anywhere raises, and the whole file counts as damaged.


def _load_evidence(saved: dict[str, Any], read: Read) -> Evidence:
    return Evidence(
        target=_load_target(saved["target"]),
        country=_text(saved["country"]),
        checked_at=_when(saved["checked_at"]),
        observations=tuple(_load_observation(o, read) for o in saved["observations"]),
    )


def _load_target(saved: dict[str, Any]) -> Target:
    platform = saved["platform"]
    return Target(
        typed=_text(saved["url"])[:300],
        url=_text(saved["url"]),
        host=_text(saved["host"]),
        domain=_text(saved["domain"]),
        suffix=_text(saved["suffix"]),
        display=_text(saved["display"]),
        platform=None if platform is None else Platform(**platform),
        unwrapped_from=_texts(saved["unwrapped_from"]),
        notes=_texts(saved["notes"]),
        fetchable=bool(saved["fetchable"]),
    )


def _load_observation(saved: dict[str, Any], read: Read) -> Observation:
    source = _text(saved["source"])
    return Observation(
        source=source,
        view=View(saved["view"]),
        at=_when(saved["at"]),
        value=_load_page(saved["page"], read, source)
        if "page" in saved
        else Missing(
            source=source,
            reason=MissingReason(saved["missing"]["reason"]),
            detail=_text(saved["missing"]["detail"]),
        ),
    )


def _load_page(saved: dict[str, Any], read: Read, source: str) -> ObservedValue:
    response = _load_response(saved["response"])
    facts = read(response)
    if isinstance(facts, Missing):
        return Missing(source=source, reason=facts.reason, detail=facts.detail)
    return PageVisit(role=_text(saved["role"]), response=response, facts=facts)


def _load_response(saved: dict[str, Any]) -> Response:
    return Response(
        url=_text(saved["url"]),
        hops=tuple(_load_hop(hop) for hop in saved["hops"]),
        status=int(saved["status"]),
        headers=tuple((_text(name), _text(value)) for name, value in saved["headers"]),
        body=base64.b64decode(saved["body"], validate=True),
        truncated=bool(saved["truncated"]),
        wire_bytes=int(saved["wire_bytes"]),
        seconds=float(saved["seconds"]),
    )


def _load_hop(saved: dict[str, Any]) -> Hop:
    tls, location = saved["tls"], saved["location"]
    return Hop(
        url=_text(saved["url"]),
        host=_text(saved["host"]),
        status=int(saved["status"]),
        location=None if location is None else _text(location),
        tls=None if tls is None else _load_tls(tls),
    )


def _load_tls(saved: dict[str, Any]) -> Tls:
    times = {name: saved[name] and _when(saved[name]) for name in ("not_before", "not_after")}
    return Tls(**{**saved, "names": _texts(saved["names"]), **times})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _texts(value: list[object]) -> tuple[str, ...]:
    return tuple(_text(item) for item in value)


def _when(value: object) -> datetime:
    at = datetime.fromisoformat(_text(value))
    if at.tzinfo is None:
        raise ValueError(value)
    return at
