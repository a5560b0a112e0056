"""Batches judged by a Dask cluster, by the address of its scheduler.

Scheduler and workers need this package in the same version. A scheduler that is restarted is waited for;
what its workers were at is given out again.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from checker.errors import InputRefused
from checker.message import N_, message
from checker.sweep.batch import Batch, OtherVersionError, run_batch
from checker.sweep.engines import Gone, Outbox, Outcome

log = logging.getLogger("rxlens.sweep")

PATIENCE = 600.0
"""Seconds for which a scheduler that is away is waited for."""
_CONNECT_SECONDS = 5.0
_FETCH_SECONDS = 60.0
_LOOK_AGAIN = 1.0


class ClusterAway(Exception):  # noqa: N818 - its name says what happened
    """No scheduler answers, or it has no workers."""


class Cluster:
    """An engine (see :class:`~checker.sweep.engines.Engine`) of other machines.

    Raises :class:`~checker.errors.InputRefused` when the package ``distributed`` is not installed, when nobody
    answers at ``address``, and later when the workers have another version of this program. A scheduler that
    goes away is asked again and again, for ``patience`` seconds.
    """

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        try:
            import distributed  # noqa: PLC0415 - an extra, not always installed
        except ImportError:
            raise InputRefused("cluster", message(_NO_PACKAGE)) from None
        self._distributed: Any = distributed
        self._address, self._patience = address, patience
        self._outbox = Outbox()
        self._lock = threading.Lock()
        self._futures: dict[int, tuple[Any, Batch]] = {}
        self._refused: InputRefused | None = None
        self._client: Any = self._connected()
        if self._client is None:
            raise InputRefused("cluster", message(_NOBODY))
        self._workers = 0
        self._seen = time.monotonic()
        """When a worker was there last."""
        self._look_at = 0.0
        """When to look again who is there."""

    def _connected(self) -> Any:
        """A client of the scheduler; None when nobody answers."""
        from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415

        try:
            # A client that finds nobody leaves its threads behind, and many are made while a scheduler is away.
            place = get_address_host_port(self._address)
            socket.create_connection(place, _CONNECT_SECONDS).close()
            return self._distributed.Client(
                self._address, timeout=_CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, ValueError):
            return None

    @property
    def workers(self) -> int:
        """Threads of all workers, each of which judges by itself; 0 while there are none or the scheduler is
        away. Raises :class:`ClusterAway` when that lasts."""
        if time.monotonic() >= self._look_at:
            self._workers = self._counted()
            at = time.monotonic()
            self._look_at = at + _LOOK_AGAIN
            if self._workers:
                self._seen = at
            elif at > self._seen + self._patience:
                raise ClusterAway
        return self._workers

    def _counted(self) -> int:
        if self._client is None:
            self._client = self._connected()
        if self._client is None or self._client.status != "running":
            return 0
        try:
            known = self._client.scheduler_info(n_workers=-1)["workers"]
        except Exception:  # It went away just now; the client finds out in its own time.
            return 0
        return sum(int(worker["nthreads"]) for worker in known.values())

    def submit(self, batch: Batch) -> None:
        """Have ``batch`` judged."""
        try:
            future = self._client.submit(run_batch, batch, pure=False)
        except Exception:  # The scheduler went away since it was asked for its workers.
            self._outbox.put((batch, Gone.AWAY))
            return
        with self._lock:
            self._futures[id(batch)] = future, batch
        future.add_done_callback(lambda done: self._done(done, batch))

    def _done(self, future: Any, batch: Batch) -> None:
        """In a thread of the client: a batch came to its end, whatever that is."""
        with self._lock:
            if self._futures.pop(id(batch), None) is None:
                return  # It was given out again.
        self._outbox.put((batch, self._found(future)))

    def _found(self, future: Any) -> Any:
        if future.status == "finished":
            try:
                return future.result(timeout=_FETCH_SECONDS)
            except Exception:  # It went with its worker, before it could be fetched.
                return Gone.AWAY
        if future.status != "error":
            return Gone.AWAY
        error = future.exception(timeout=_FETCH_SECONDS)
        log.error("a batch failed on the cluster: %s", type(error).__name__)
        if isinstance(error, self._distributed.KilledWorker):
            return Gone.DIED
        if isinstance(error, OtherVersionError | ImportError | AttributeError):
            self._refused = InputRefused("cluster", message(_OTHER_VERSION))
        return Gone.FAILED

    def finished(self, seconds: float) -> list[Outcome]:
        """What came of batches; those of a scheduler that went away are among them."""
        if self._refused is not None:
            raise self._refused
        found = self._outbox.take(seconds)
        if self._client is not None and self._client.status not in ("running", "connecting"):
            self._drop()
        return found

    def recall(self, batch: Batch) -> None:
        """Do not wait for ``batch`` any longer."""
        with self._lock:
            known = self._futures.pop(id(batch), None)
        if known is not None:
            with suppress(Exception):
                known[0].cancel()
            self._outbox.put((batch, Gone.LATE))

    def _drop(self) -> None:
        """Let go of a scheduler, and of all it had."""
        client, self._client = self._client, None
        with self._lock:
            lost = [batch for _, batch in self._futures.values()]
            self._futures.clear()
        for batch in lost:
            self._outbox.put((batch, Gone.AWAY))
        if client is not None:
            with suppress(Exception):
                client.close(timeout=1)

    def close(self) -> None:
        """Stop what is under way, and leave the cluster to others."""
        with self._lock:
            futures = [future for future, _ in self._futures.values()]
            self._futures.clear()
        if self._client is not None:
            with suppress(Exception):
                self._client.cancel(futures, force=True)
        self._drop()


_NO_PACKAGE = N_(
    "A cluster needs a package that is not installed; type: pip install 'rxlens[cluster]'."
)
_NOBODY = N_("No scheduler answers at this address, as in tcp://host:8786.")
_OTHER_VERSION = N_(
    "The cluster cannot run this program: scheduler and workers need RxLens in the same version."
)
