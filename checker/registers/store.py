"""Where snapshots lie, and the entries of all of them in memory.

A list imported on this computer lies in ``$RXLENS_REGISTERS``, else ``$XDG_DATA_HOME/rxlens/registers``,
else ``~/.local/share/rxlens/registers``, one file a list, with the file before it kept beside it. The
newest readable snapshot of each list counts, wherever it lies. A damaged file is passed over, said
so, and the one before it used.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock

from checker.message import N_, Message, message
from checker.registers.catalogue import catalogue
from checker.registers.entry import Entry
from checker.registers.snapshot import MAX_BYTES, Snapshot, SnapshotError, decode

SHIPPED = "shipped.snapshot"
ENDING, KEPT = ".snapshot", ".snapshot.previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The snapshot of one list that counts now."""

    source: str
    snapshot: date | None
    """None when there is none."""
    rows: int = 0
    imported: bool = False
    """From this computer's own files, not from the package."""
    problem: Message | None = None
    """What was passed over, and what is used instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """All entries, ready to be looked up."""

    by_domain: Mapping[str, tuple[Entry, ...]]
    lists: Mapping[str, Loaded]


def directory() -> Path:
    """Where lists imported on this computer lie; it need not exist."""
    named = os.environ.get("RXLENS_REGISTERS")
    if named:
        return Path(named)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():
        try:
            data = Path.home() / ".local" / "share"
        except RuntimeError:  # Nobody's home: nothing lies there, and nothing can be put there.
            data = Path(os.devnull)
    return data / "rxlens" / "registers"


_held: Holdings | None = None
_lock = Lock()


def holdings() -> Holdings:
    """The entries of all lists, read once."""
    if _held is None:
        return reload()
    return _held


def reload() -> Holdings:
    """Read the files again. What was in memory stays where a list's files have become unreadable."""
    global _held  # noqa: PLW0603 - the one copy in memory, replaced whole
    with _lock:
        _held = _read(directory(), _held)
    return _held


def _read(place: Path, before: Holdings | None) -> Holdings:
    chosen: dict[str, tuple[Loaded, tuple[Entry, ...]]] = {}
    shipped, damage = _shipped()
    for source in catalogue().values():
        found = _best(source.id, place, shipped)
        if found is None and source.ships and damage is not None:
            found = _remembered(source.id, before, damage)
        if found is not None:
            chosen[source.id] = found
    by_domain: dict[str, list[Entry]] = defaultdict(list)
    for _, entries in chosen.values():
        for entry in entries:
            by_domain[entry.domain].append(entry)
    return Holdings(
        by_domain={domain: tuple(entries) for domain, entries in by_domain.items()},
        lists={source: loaded for source, (loaded, _) in chosen.items()},
    )


def _shipped() -> tuple[Snapshot | None, Message | None]:
    try:
        return decode((files(__package__) / "data" / SHIPPED).read_bytes()), None
    except (OSError, SnapshotError) as error:
        return None, message(
            N_("The lists shipped with the program are damaged: {why}."), why=_why(error)
        )


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, SnapshotError) else "cannot be read"


def _best(
    source: str, place: Path, shipped: Snapshot | None
) -> tuple[Loaded, tuple[Entry, ...]] | None:
    """The newest readable snapshot of ``source``."""
    problem: Message | None = None
    own: Snapshot | None = None
    for name in (source + ENDING, source + KEPT):
        try:
            own = read_file(place / name, source)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, SnapshotError) as error:
            problem = problem or message(
                N_(
                    "The imported file {name} was not loaded: {why}. What was there before is used."
                ),
                name=name,
                why=_why(error),
            )
            continue
        break
    packaged = shipped if shipped is not None and source in shipped.dates else None
    candidates = [(s.dates[source], s is own, s) for s in (own, packaged) if s is not None]
    if not candidates:
        return (Loaded(source=source, snapshot=None, problem=problem), ()) if problem else None
    day, imported, best = max(candidates, key=lambda found: found[:2])
    entries = tuple(entry for entry in best.entries if entry.source == source)
    return (
        Loaded(source=source, snapshot=day, rows=len(entries), imported=imported, problem=problem),
        entries,
    )


def _remembered(
    source: str, before: Holdings | None, damage: Message
) -> tuple[Loaded, tuple[Entry, ...]]:
    """The entries of ``source`` in memory, when its file went bad under us."""
    known = before.lists.get(source) if before else None
    if before is None or known is None:
        return Loaded(source=source, snapshot=None, problem=damage), ()
    entries = tuple(
        entry for found in before.by_domain.values() for entry in found if entry.source == source
    )
    return (
        Loaded(
            source=source,
            snapshot=known.snapshot,
            rows=known.rows,
            imported=known.imported,
            problem=damage,
        ),
        entries,
    )


def read_file(path: Path, source: str) -> Snapshot:
    """The snapshot file of one list; raises ``OSError`` or :class:`SnapshotError`."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SnapshotError("too large")
    snapshot = decode(data)
    if set(snapshot.dates) != {source} or not snapshot.entries:
        raise SnapshotError("holds another list, or none")
    return snapshot


def replace_file(source: str, data: bytes) -> Path:
    """Put ``data`` in the place of the list's file, whole or not at all; the old file is kept.

    Raises ``OSError`` or :class:`SnapshotError`, and then nothing has changed.
    """
    place = directory()
    place.mkdir(parents=True, exist_ok=True)
    path = place / (source + ENDING)
    handle, name = tempfile.mkstemp(dir=place, prefix=f".{source}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        read_file(new, source)
        _keep(path, place / (source + KEPT), source)
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    return path


def _keep(path: Path, kept: Path, source: str) -> None:
    """Keep a readable file as the one before; a damaged one must not push out a good one."""
    try:
        read_file(path, source)
    except (OSError, SnapshotError):
        return
    copy = kept.with_suffix(".copy")
    shutil.copyfile(path, copy)
    copy.replace(kept)


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The entries of the package alone, the same on every computer; none when its file is damaged."""
    shipped, _ = _shipped()
    return () if shipped is None else shipped.entries
