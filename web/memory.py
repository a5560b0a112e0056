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
import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

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


def of_children() -> int | None:
    """Bytes that the processes begun by this one take, what they share counted once; None where no
    ``/proc`` tells."""
    begun_by: defaultdict[int, list[int]] = defaultdict(list)
    try:
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                with suppress(OSError):
                    # pid (name) state parent …: the name may hold blanks and brackets.
                    about = (
                        (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                    )
                    begun_by[int(about[1])].append(int(entry.name))
    except OSError:
        return None
    found, bytes_ = [os.getpid()], 0
    for process in found:
        found += begun_by[process]
        if process != os.getpid():
            bytes_ += _proportional(process)
    return bytes_


def _proportional(process: int) -> int:
    """Bytes of one process, a page that n share counted as an nth; 0 when it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
