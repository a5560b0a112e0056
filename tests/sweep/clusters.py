"""A real Dask scheduler and real workers on loopback, which tests end and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import distributed

from tests.sweep.sweeping import ROOT

PATIENCE = 120.0


class DaskCluster:
    """Scheduler and workers, each a process of its own and one that judges one batch at a time."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self._port: int = found.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int) -> None:
        """Start the scheduler and so many workers, and return when they are there."""
        self._scheduler = self._begin("scheduler", "--port", str(self._port))
        for _ in range(workers):
            self.add_worker()
        connected = distributed.Client(self.address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        with connected as client:
            client.wait_for_workers(workers, timeout=PATIENCE)

    def add_worker(self) -> None:
        """Start one more worker, and do not wait for it."""
        words = ["--nthreads", "1", "--no-nanny", "--death-timeout", str(PATIENCE)]
        words += ["--local-directory", str(self._directory)]
        self.workers.append(self._begin("worker", self.address, *words))

    def _begin(self, *words: str) -> subprocess.Popen[bytes]:
        with (self._directory / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=self._directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )

    def kill_worker(self) -> None:
        """End the first worker as the system does when memory runs out."""
        _end(self.workers.pop(0))

    def kill_scheduler(self) -> None:
        """End the scheduler; the workers find out, and end too."""
        assert self._scheduler is not None
        _end(self._scheduler)

    def stop(self) -> None:
        """End everything."""
        for process in (*self.workers, *filter(None, [self._scheduler])):
            _end(process)
        self.workers.clear()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)


@contextmanager
def dask_cluster(directory: Path, workers: int = 2) -> Iterator[DaskCluster]:
    """A cluster that is there while the block lasts."""
    directory.mkdir()
    cluster = DaskCluster(directory)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()


def processes_of(directory: Path, seconds: float = 20.0) -> list[int]:
    """Processes begun in ``directory`` that are still there after a while."""
    end = time.monotonic() + seconds
    while (found := list(_within(directory))) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _within(directory: Path) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == directory:
                yield int(entry.name)
        except OSError:
            continue
