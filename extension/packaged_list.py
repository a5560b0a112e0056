"""Writes the signed list that the package carries (``data/list.json``), with its key.

    python extension/packaged_list.py [--key FILE]

FILE is a private Ed25519 key (PEM). Without it a new key signs this one list and is forgotten, so that nobody can
ever sign another under it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checker.registers.catalogue import catalogue
from checker.registers.entry import Entry, EntryKind
from checker.registers.store import holdings

DATA = Path(__file__).parent / "data"
FORMAT = "rxlens-list-1"
SIGNED_AS = f"{FORMAT}\n".encode()


def signed(payload: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, str]:
    """``payload`` as it is handed out."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return {
        "payload": text,
        "signature": base64.b64encode(key.sign(SIGNED_AS + text.encode())).decode(),
        "key": public(key),
    }


def public(key: Ed25519PrivateKey) -> str:
    """The public half of ``key``."""
    raw, plain = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return base64.b64encode(key.public_key().public_bytes(raw, plain)).decode()


def payload(sections: Sequence[Mapping[str, Any]], made: datetime) -> dict[str, Any]:
    """A list of ``sections`` made at ``made``."""
    return {
        "format": FORMAT,
        "serial": int(made.timestamp()),
        "made_at": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sections": list(sections),
    }


def section(
    *,
    id: str,  # noqa: A002 - the member's own name
    kind: str,
    authority: str,
    country: str,
    names: Iterable[str],
    snapshot: date | None,
    good_until: date | None,
) -> dict[str, Any]:
    """One authority's list, its names as hashes."""
    hashes = sorted({hash_of(name) for name in names})
    return {
        "id": id,
        "kind": kind,
        "authority": authority,
        "country": country,
        "snapshot": snapshot.isoformat() if snapshot else None,
        "good_until": good_until.isoformat() if good_until else None,
        "count": len(hashes),
        "hashes": base64.b64encode(b"".join(hashes)).decode(),
    }


def hash_of(name: str) -> bytes:
    """The 64 bits that stand for ``name``."""
    return hashlib.sha256(name.encode("ascii")).digest()[:8]


def sections_held(today: date) -> list[dict[str, Any]]:
    """All registers, accreditations and warning lists that are held on this computer."""
    entries: dict[str, list[Entry]] = {}
    for found in holdings().by_domain.values():
        for entry in found:
            gone = entry.delisted is not None and entry.delisted <= today
            if entry.kind is not EntryKind.BRAND and not gone:
                entries.setdefault(entry.source, []).append(entry)
    return [_section_of(source, entries[source]) for source in sorted(entries)]


def _section_of(source: str, entries: Sequence[Entry]) -> dict[str, Any]:
    row = catalogue()[source]
    snapshot = holdings().lists[source].snapshot
    days = None if row.kind is EntryKind.WARNING else row.max_age_days
    return section(
        id=source,
        kind=row.kind.value,
        authority=row.authority,
        country=row.country,
        names=(entry.host or entry.domain for entry in entries),
        snapshot=snapshot,
        good_until=None if snapshot is None or days is None else snapshot + timedelta(days=days),
    )


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key", type=Path)
    given = parser.parse_args().key
    if given:
        loaded = serialization.load_pem_private_key(given.read_bytes(), password=None)
        assert isinstance(loaded, Ed25519PrivateKey)
    else:
        loaded = Ed25519PrivateKey.generate()
    now = datetime.now(UTC)
    made = signed(payload(sections_held(now.date()), now), loaded)
    (DATA / "list.json").write_text(json.dumps(made, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    _main()
