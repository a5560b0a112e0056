"""Memory that nobody needs any longer is given back: by ourselves, and by the C library where that is glibc.

Facts of the newest pages are kept for several readers, and let go of each minute: they are of no use to the next
question, and nobody's to keep.

Each check takes a few short-lived threads, and glibc gives threads heaps of their own, which hold on to
what a large page once needed: 160 MiB after a thousand hostile checks, hardly any in use. With two heaps, and
what is free given back each minute, a quarter of that is left (``tests/web/soak.py`` measures it).
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

from checker.page.once import forget_pages

_M_ARENA_MAX = -8
_HEAPS = 2


def few_heaps() -> None:
    """Let all threads share two heaps; to be called before there are threads."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)


def give_back() -> None:
    """Let go of pages, free what is held by nothing but itself, and give the system back what is free."""
    forget_pages()
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
