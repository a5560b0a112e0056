"""A process that keeps things and says so, until it is killed."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from web.store import Appeal, Store


def write(place: str | Path, name: str, acknowledged: Connection) -> None:
    """Keep appeals and reports called ``name-0``, ``name-1`` …, and tell of each when it is kept."""
    store, n = Store(place), 0
    while True:
        text = f"{name}-{n}"
        store.appeal(Appeal(host=text, level="", role="", text="x" * 500, contact=""), 365)
        acknowledged.send(("appeal", text))
        store.cache(text, report_called(text), 86_400)
        acknowledged.send(("cache", text))
        n += 1


def report_called(text: str) -> bytes:
    """What is kept under ``text``."""
    return f'{{"report": "{text}"}}'.encode()
