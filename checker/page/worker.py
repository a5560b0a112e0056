"""Pages are read in processes of their own, which may be slow, hang or die without harm.

A page is hostile input to parsers written in C. Each is read in a pre-started process that is
reused: with a limit on its memory and on its processor time, and with a parent that kills it at
the deadline and starts another. What comes back is checked JSON (:mod:`checker.page.wire`), never a
pickle, so that a process gone over to the page cannot do more than lie about that page and those
it is given after it.
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import math
import multiprocessing
import queue
import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.evidence import Missing, MissingReason, Response
from checker.page.facts import PageFacts
from checker.page.shell import LITTLE_TEXT, SENT_ON, leaves
from checker.page.ways import MOST_WAYS, refresh_target
from checker.page.wire import Codec, WireError
from checker.urls import join

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits; the deadline still holds
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

CPU_SECONDS = 2
"""Processor time for one page."""
WALL_SECONDS = 4.0
"""Time on the clock for one page, however busy the machine is."""
MEMORY = 512 * 1024 * 1024
"""Bytes of address space over what a fresh process has."""
RECYCLED_AFTER = 500
"""Pages after which a process is replaced, so that nothing can pile up in it."""
START_SECONDS = 60.0
"""How long a new process may take to get ready; no page's deadline runs meanwhile."""
MAX_ANSWER = 32 * 1024 * 1024

READER = "checker.page.read.read_page"

_HEAD = struct.Struct(">BI")
_OK, _FAILED = 0, 1


def read_here(response: Response) -> PageFacts | Missing:
    """Read a page in this very process: for processes that may themselves be killed, and tests."""
    return _outcome(_load(READER), response)


def _outcome(function: Callable[..., PageFacts], response: Response) -> PageFacts | Missing:
    try:
        facts = function(response.body, response.header("content-type"), response.url)
    except (Exception, MemoryError):
        log.exception("a page could not be read")
        return _unreadable("reader failed")
    return _with_answer(facts, response)


def _with_answer(facts: PageFacts, response: Response) -> PageFacts:
    """``facts`` with what the answer says of the page beside its text: that it was cut, and where it sends on."""
    if response.truncated and "bytes" not in facts.cuts:
        facts = replace(facts, cuts=("bytes", *facts.cuts))
    place = refresh_target(response.header("refresh") or "")
    sent_to = join(response.url, place) if place else None
    if sent_to and sent_to not in facts.refreshes:
        little = not facts.shell and len(facts.text) < LITTLE_TEXT
        facts = replace(
            facts,
            refreshes=(sent_to, *facts.refreshes)[:MOST_WAYS],
            shell=SENT_ON if little and leaves(facts.url, (sent_to,)) else facts.shell,
        )
    return facts


def _unreadable(detail: str) -> Missing:
    return Missing(source="page", reason=MissingReason.UNREADABLE, detail=detail)


class PageReader:
    """A pool of page-reading processes. Thread-safe; a context manager.

    ``workers`` pages are read at the same time; further callers wait for a free process. ``function``
    is the dotted name of what reads a page, ``preload`` the module whose import makes it ready (both
    for tests).
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        function: str = READER,
        preload: str = "checker.page.warm",
        seconds: float = WALL_SECONDS,
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._preload = preload
        self._context = _context(preload)
        self._codec = Codec(PageFacts)
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        self._workers = workers
        for _ in range(workers):
            self._idle.put(self._start())

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, waiting for pages that are being read."""
        for _ in range(self._workers):
            worker = self._idle.get()
            if worker is not None:
                worker.kill()
        self._workers = 0

    def read(self, response: Response) -> PageFacts | Missing:
        """The facts of a page; ``Missing(unreadable)`` when it cannot be read within the limits.

        Raises ``RuntimeError`` when reading processes cannot be started at all.
        """
        worker = self._idle.get()
        following: _Worker | None = None
        try:
            worker = worker or self._start()
            worker.wait_until_ready()
            outcome = self._ask(worker, response)
            following = worker if worker.pages < RECYCLED_AFTER and worker.usable else None
        finally:
            if following is None:
                if worker is not None:
                    worker.kill()
                with suppress(OSError):  # tried again by the next caller
                    following = self._start()
            self._idle.put(following)
        return outcome

    def _ask(self, worker: _Worker, response: Response) -> PageFacts | Missing:
        try:
            status, answer = worker.ask(response, self._seconds)
            if status == _OK:
                return _with_answer(self._codec.decode(answer), response)
        except TimeoutError:
            worker.usable = False
            return _unreadable("took too long")
        except (OSError, EOFError):
            worker.usable = False
            return _unreadable("reader ended")
        except WireError as fault:
            worker.usable = False
            log.warning("a page reader sent what is no answer: %s", fault)
            return _unreadable("reader failed")
        log.error("a page could not be read: %s", answer.decode("utf-8", "replace"))
        worker.usable = False
        return _unreadable("reader failed")

    def _start(self) -> _Worker:
        return _Worker(self._context, self._function, self._preload)


class _Worker:
    """One process and our end of its socket."""

    def __init__(self, context: Any, function: str, preload: str) -> None:
        self._socket, theirs = socket.socketpair()
        try:
            self._process = context.Process(
                target=_serve, args=(theirs, function, preload), daemon=True
            )
            self._process.start()
        except BaseException:
            self._socket.close()
            raise
        finally:
            theirs.close()
        self._ready = False
        self.pages = 0
        self.usable = True

    def wait_until_ready(self) -> None:
        """Wait for a new process to have loaded what it needs."""
        if self._ready:
            return
        try:
            _receive(self._socket, time.monotonic() + START_SECONDS)
        except (OSError, EOFError):
            self.usable = False
            raise RuntimeError("a page-reading process does not start") from None
        self._ready = True

    def ask(self, response: Response, seconds: float) -> tuple[int, bytes]:
        """Have a page read: the state of the answer and the answer.

        Raises ``TimeoutError`` at the deadline, ``OSError`` or ``EOFError`` when the process ended.
        """
        self.pages += 1
        deadline = time.monotonic() + seconds
        about = json.dumps([response.header("content-type"), response.url]).encode("ascii")
        _send(self._socket, _OK, about, deadline)
        _send(self._socket, _OK, response.body, deadline)
        return _receive(self._socket, deadline)

    def kill(self) -> None:
        """End the process, whatever it is doing, and leave nothing of it."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._socket.close()


def _send(end: socket.socket, status: int, data: bytes, deadline: float | None) -> None:
    end.settimeout(_left(deadline))
    end.sendall(_HEAD.pack(status, len(data)) + data)


def _receive(end: socket.socket, deadline: float | None) -> tuple[int, bytes]:
    status, length = _HEAD.unpack(_exactly(end, _HEAD.size, deadline))
    if length > MAX_ANSWER:
        raise EOFError
    return status, _exactly(end, length, deadline)


def _exactly(end: socket.socket, length: int, deadline: float | None) -> bytes:
    data = bytearray(length)
    view = memoryview(data)
    have = 0
    while have < length:
        end.settimeout(_left(deadline))
        got = end.recv_into(view[have:])
        if not got:
            raise EOFError
        have += got
    return bytes(data)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _context(preload: str) -> Any:
    """Processes are forked off a small server that has ``preload`` loaded: quick to replace, sharing
    the tables, and free of whatever threads, files and secrets this process has."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


# -- in the process that reads ----------------------------------------------------------------


def _serve(end: socket.socket, function: str, preload: str) -> None:
    """The life of a reading process: until its socket is closed or a page is too much for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us.
    importlib.import_module(preload)
    read = _load(function)
    codec = Codec(PageFacts)
    limit_memory()
    # Collected between pages, not while somebody waits for one.
    gc.disable()
    gc.collect()
    gc.freeze()
    with suppress(EOFError, OSError):
        _send(end, _OK, b"", None)
        while True:
            content_type, url = json.loads(_receive(end, None)[1])
            body = _receive(end, None)[1]
            _limit_time()
            try:
                status, answer = _OK, codec.encode(read(body, content_type, url))
            except (Exception, MemoryError) as fault:
                status, answer = _FAILED, _place_of(fault)
            _lift_time_limit()
            _send(end, status, answer, None)
            del body, answer
            gc.collect()


def _load(name: str) -> Callable[..., PageFacts]:
    module, _, attribute = name.rpartition(".")
    function: Callable[..., PageFacts] = getattr(importlib.import_module(module), attribute)
    return function


def _place_of(fault: BaseException) -> bytes:
    """Where a fault came from, without a word of the page in it."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{type(fault).__name__} at {place}".encode("utf-8", "replace")


def limit_memory() -> None:
    """Let this process have :data:`MEMORY` more than it has now, and leave no core file."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        allowed = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def _limit_time() -> None:
    """Allow the page its share of processor time: a signal that ends the process, and, should it be
    held off, the kernel's own limit, which counts whole seconds."""
    if resource is None:
        return
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = math.ceil(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, most))


def _lift_time_limit() -> None:
    if resource is not None:
        signal.setitimer(signal.ITIMER_PROF, 0)
