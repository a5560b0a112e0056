"""Several processes that answer on one port: begun together, ended together, and replaced when one dies.

They share the listening socket and, through the store, their checks (:mod:`web.sealed`) and counts.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import secrets
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from threading import Thread

from checker.errors import CheckerError
from web import logs
from web.settings import Settings

log = logging.getLogger("rxlens.web")

REST_SECONDS = 1.0
"""How long after a process died the next is begun, so that one that cannot live is not begun all the time."""
REFUSED = 2
END_SECONDS = 20.0
"""How long processes may take to end; then they are killed."""


def run(settings: Settings, listening: socket.socket) -> int:
    """Keep ``settings.processes`` processes answering on ``listening`` until Ctrl-C; 0 when ended so, 2 where
    they cannot be begun with these settings."""
    logs.configure(settings.log_format, settings.log_level)
    if not settings.redis:
        # The key under which they count clients is in their memory alone, and ends with them.
        settings = replace(settings, client_key=settings.client_key or secrets.token_urlsafe(32))
    signal.signal(signal.SIGTERM, _end)
    running: list[SpawnProcess] = []
    try:
        while True:
            while len(running) < settings.processes:
                running.append(_begun(settings, listening))
            gone = wait([process.sentinel for process in running])
            ended = [process for process in running if process.sentinel in gone]
            running = [process for process in running if process not in ended]
            for process in ended:
                process.join()  # what tells of its end comes before its exit code
            if any(process.exitcode == REFUSED for process in ended):
                return REFUSED
            log.error("a serving process ended and is replaced")
            time.sleep(REST_SECONDS)
    except KeyboardInterrupt:
        return 0
    finally:
        _end_all(running)


def _begun(settings: Settings, listening: socket.socket) -> SpawnProcess:
    process = multiprocessing.get_context("spawn").Process(
        target=_answer, args=(settings, listening), name="rxlens"
    )
    process.start()
    return process


def _answer(settings: Settings, listening: socket.socket) -> None:
    """What each process does."""
    # The server builds on this module, and each process on the server.
    from web.serving import answer  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; our parent ends us
    Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        answer(settings, listening)
    except CheckerError as error:
        print(error.message.text(), file=sys.stderr)
        sys.exit(REFUSED)


def _end_with_parent() -> None:
    """Nobody would end us, or replace us, when the process that began us was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _end(*_: object) -> None:
    raise KeyboardInterrupt


def _end_all(running: list[SpawnProcess]) -> None:
    # Whoever is impatient ends them by a second Ctrl-C, which they get themselves.
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_IGN)
    for process in running:
        process.terminate()
    for process in running:
        process.join(END_SECONDS)
        if process.is_alive():
            process.kill()
    with suppress(OSError):
        for process in running:
            process.join()
