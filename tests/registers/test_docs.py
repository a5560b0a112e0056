"""The page about registers says what the files say."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from checker.registers.catalogue import catalogue
from checker.registers.snapshot import decode
from checker.registers.store import SHIPPED


def test_table_of_what_ships(root: Path) -> None:
    snapshot = decode((files("checker.registers") / "data" / SHIPPED).read_bytes())
    text = (root / "docs/registers.md").read_text(encoding="utf-8")
    told = [line for line in text.splitlines() if line.startswith("| `") and line.count("|") == 8]
    expected = [
        "| "
        + " | ".join(
            (
                f"`{source.id}`",
                source.kind.value,
                source.country,
                snapshot.dates[source.id].isoformat(),
                str(sum(entry.source == source.id for entry in snapshot.entries)),
                " ".join(source.permits),
                source.licence,
            )
        )
        + " |"
        for source in catalogue().values()
        if source.ships
    ]
    assert [" ".join(line.split()) for line in told] == [
        " ".join(line.split()) for line in expected
    ]
