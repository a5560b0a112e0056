"""Locks of our own threads, waited for as long as an answer may wait and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy.exc import TimeoutError as NoneFree

WAIT_SECONDS = 5.0
"""How long others wait for the thread that opens a part: it may be waiting itself, for a server that says nothing."""


@contextmanager
def held(lock: Lock, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold ``lock`` within the block.

    Raises :class:`~sqlalchemy.exc.TimeoutError`, which is told as ``locked``, where it is not free within ``seconds``.
    """
    if not lock.acquire(timeout=seconds):
        raise NoneFree
    try:
        yield
    finally:
        lock.release()
