"""The extension as a browser loads it, with what a test needs changed: another list, or permissions as if granted."""

from __future__ import annotations

import importlib.util
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checker.registers import domain_list
from checker.registers.entry import EntryKind
from tests.conftest import ROOT
from web.signing import SigningKey

EXTENSION = ROOT / "extension"


def command(name: str) -> Any:
    """One of the extension's own commands, which are no package."""
    spec = importlib.util.spec_from_file_location(name, EXTENSION / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KEY = SigningKey(Ed25519PrivateKey.generate())
"""Signs the lists of this run."""
REGISTERED = "fernhollow-pharmacy.example"
ABROAD = "glasheen-road-pharmacy.example"
WARNED = "pillharbour-direct.example"
EVERYWHERE = ["http://*/*", "https://*/*"]


def envelope(
    made: datetime | None = None,
    *,
    key: SigningKey = KEY,
    also_warned: tuple[str, ...] = (),
    days_left: int = 30,
) -> dict[str, str]:
    """A signed list of the demonstration's authorities."""
    made = made or datetime.now(UTC)
    today = made.date()
    last = (today + timedelta(days=days_left)).isoformat()
    sections = [
        _section("demo_sellers", EntryKind.OFFICIAL, "GB", today, last, REGISTERED),
        _section("demo_sellers_ie", EntryKind.OFFICIAL, "IE", today, last, ABROAD),
        _section("demo_warned", EntryKind.WARNING, "GB", today, None, WARNED, *also_warned),
    ]
    return key.envelope(domain_list.payload(sections, made, int(made.timestamp())))


def _section(
    name: str, kind: EntryKind, country: str, today: date, last: str | None, *names: str
) -> domain_list.Section:
    return domain_list.Section(
        id=name,
        kind=kind,
        authority="Invented Authority",
        country=country,
        snapshot=today.isoformat(),
        good_until=last,
        hashes=b"".join(sorted(domain_list.hash_of(host) for host in names)),
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
    command("pack").unpack(store, directory)
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
