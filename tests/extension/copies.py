"""The extension as a browser loads it, with what a test needs changed: another list, or permissions as if granted."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "extension"))
import pack
import packaged_list

EXTENSION = ROOT / "extension"
KEY = Ed25519PrivateKey.generate()
"""Signs the lists of this run."""
REGISTERED = "fernhollow-pharmacy.example"
ABROAD = "glasheen-road-pharmacy.example"
WARNED = "pillharbour-direct.example"
EVERYWHERE = ["http://*/*", "https://*/*"]


def envelope(
    made: datetime | None = None,
    *,
    key: Ed25519PrivateKey = KEY,
    also_warned: tuple[str, ...] = (),
    days_left: int = 30,
) -> dict[str, str]:
    """A signed list of the demonstration's authorities."""
    made = made or datetime.now(UTC)
    today = made.date()
    sections = [
        _section("demo_sellers", "official", "GB", today, days_left, REGISTERED),
        _section("demo_sellers_ie", "official", "IE", today, days_left, ABROAD),
        _section("demo_warned", "warning", "GB", today, None, WARNED, *also_warned),
    ]
    return packaged_list.signed(packaged_list.payload(sections, made), key)


def _section(
    name: str, kind: str, country: str, today: date, days: int | None, *names: str
) -> dict[str, Any]:
    return packaged_list.section(
        id=name,
        kind=kind,
        authority="Invented Authority",
        country=country,
        names=names,
        snapshot=today,
        good_until=None if days is None else today + timedelta(days=days),
    )


def copied(
    directory: Path,
    store: str = "chromium",
    *,
    granted: tuple[str, ...] = (),
    everywhere: bool = False,
    made: datetime | None = None,
) -> Path:
    """The extension in ``directory``, carrying the list of the demonstration.

    ``granted`` are optional permissions and ``everywhere`` the optional hosts made required, for drivers that cannot
    press the browser's own question.
    """
    pack.unpack(store, directory)
    (directory / "data" / "list.json").write_text(json.dumps(envelope(made)), "utf-8")
    manifest = json.loads((directory / "manifest.json").read_text("utf-8"))
    manifest["permissions"] += granted
    manifest["optional_permissions"] = [
        p for p in manifest["optional_permissions"] if p not in granted
    ]
    if everywhere:
        manifest["host_permissions"] = manifest.pop("optional_host_permissions")
    (directory / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return directory


def public(key: Ed25519PrivateKey = KEY) -> str:
    """The public half of a key, as a person pins it."""
    return packaged_list.public(key)
