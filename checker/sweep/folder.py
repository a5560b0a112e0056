"""The directory of a sweep: its input where that cannot be read twice, its lock, and what is known of it.

::

    sweep.json       which sweep this is, what it was asked, and in the end what it came to
    results.jsonl    one line for each job, in the order of the input, its report last
    results.parquet  the same without the reports
    refused.jsonl    one line for each line of the input that cannot be used
    summary.html     the page to read

While a sweep is under way also ``input`` (a copy of what came packed or through a pipe) and ``sweeps.sqlite``
(the job table, unless it is in another store).
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from checker.errors import InputRefused
from checker.lines import is_gzipped, opened
from checker.message import N_, message
from checker.report import Json

ABOUT, RESULTS, REFUSED, TABLE, SUMMARY = (
    "sweep.json",
    "results.jsonl",
    "refused.jsonl",
    "results.parquet",
    "summary.html",
)
_PIECE = 1024 * 1024
_COPY, _CUT_COPY, _LOCK = "input", "input-cut", ".lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The input as a file in which one can go back."""

    path: Path
    cut: bool = False
    """It was damaged: this is what could be unpacked."""

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.path.stat().st_size


class Folder:
    """One directory for one sweep, held by one process at a time; a context manager.

    Raises :class:`~checker.errors.InputRefused` (``busy``) when another process is at work in it, and
    ``OSError`` when it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Folder:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # Given back by the system however the process ends.
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise InputRefused("busy", message(_BUSY)) from None
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)

    def about(self) -> dict[str, Json] | None:
        """What ``sweep.json`` says; None when there is none that can be read."""
        try:
            found = json.loads((self.path / ABOUT).read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def tell(self, about: Mapping[str, Json]) -> None:
        """Write ``sweep.json``."""
        with self.replaced(ABOUT) as file:
            file.write(json.dumps(about, indent=2).encode("ascii") + b"\n")

    @contextmanager
    def replaced(self, name: str) -> Iterator[BinaryIO]:
        """A file to be written, which takes its name when it is whole and on the disk."""
        handle, made = tempfile.mkstemp(dir=self.path, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(self.path / name)
        except BaseException:
            with suppress(OSError):
                Path(made).unlink()
            raise

    # The input

    def source(self, name: str) -> Source:
        """The input called ``name`` (``-`` is standard input): the file itself, or a copy of it.

        Raises :class:`~checker.errors.EvidenceUnreadable` when it cannot be opened.
        """
        for copy in (_COPY, _CUT_COPY):
            if (self.path / copy).exists():
                return Source(path=self.path / copy, cut=copy == _CUT_COPY)
        path = Path(name)
        if name != "-" and path.is_file():
            with path.open("rb") as file:
                if not is_gzipped(file):
                    return Source(path=path)
        return self._copied(name)

    def _copied(self, name: str) -> Source:
        handle, made = tempfile.mkstemp(dir=self.path, prefix=f".{_COPY}.")
        cut = False
        try:
            with (
                os.fdopen(handle, "wb") as copy,
                opened(name, message(N_("The file of addresses cannot be opened."))) as given,
            ):
                try:
                    # Piece by piece as they come, so that all that stands before a cut is had.
                    while piece := cast(BufferedReader, given).read1(_PIECE):
                        copy.write(piece)
                except (EOFError, gzip.BadGzipFile, zlib.error):
                    cut = True
            path = self.path / (_CUT_COPY if cut else _COPY)
            Path(made).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(made).unlink()
            raise
        return Source(path=path, cut=cut)

    def tidy(self) -> None:
        """Remove what only a sweep under way needs."""
        for name in (_COPY, _CUT_COPY, *(f"sweeps.sqlite{end}" for end in ("", "-wal", "-shm"))):
            (self.path / name).unlink(missing_ok=True)


_BUSY = N_("Another sweep is at work in this directory.")
