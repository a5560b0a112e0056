"""Batches judged by a Dask cluster, by the address of its scheduler.

Scheduler and workers need this package in the same version. A scheduler that is restarted is waited for;
what its workers were at is given out again.
"""

from __future__ import annotations

import logging
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
_TRIED_AGAIN = 1.0


class ClusterAway(Exception):  # noqa: N818 - its name says what happened
    """No scheduler answers, or it has no workers."""


class Cluster:
    """An engine (see :class:`~checker.sweep.engines.Engine`) of other machines.

    Raises :class:`~checker.errors.InputRefused` when the package ``distributed`` is not installed, when nobody
    answers at ``address``, and later when the workers have another version of this program.
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
        self._seen = time.monotonic()
        """When a worker was there last."""
        try:
            self._client: Any = self._connected()
        except (OSError, ValueError):
            raise InputRefused("cluster", message(_NOBODY)) from None

    def _connected(self) -> Any:
        return self._distributed.Client(
            self._address, timeout=_CONNECT_SECONDS, set_as_default=False
        )

    @property
    def workers(self) -> int:
        """Threads of all workers, each of which judges by itself. Raises :class:`ClusterAway` when there were
        none for long."""
        try:
            assert self._client is not None
            known = self._client.scheduler_info(n_workers=-1).get("workers", {})
        except Exception:  # The scheduler is away, which submitting finds out.
            return 1
        threads = sum(int(worker["nthreads"]) for worker in known.values())
        if threads:
            self._seen = time.monotonic()
        elif time.monotonic() > self._seen + self._patience:
            raise ClusterAway
        return threads

    def submit(self, batch: Batch) -> None:
        """Have ``batch`` judged. Raises :class:`ClusterAway` when no scheduler answers for long."""
        future = self._reconnected().submit(run_batch, batch, pure=False)
        with self._lock:
            self._futures[id(batch)] = future, batch
        future.add_done_callback(lambda done: self._done(done, batch))

    def _reconnected(self) -> Any:
        """The scheduler, waited for when it is away."""
        end = time.monotonic() + self._patience
        while self._client is None or self._client.status != "running":
            self._drop()
            try:
                self._client = self._connected()
            except (OSError, ValueError):
                if time.monotonic() > end:
                    raise ClusterAway from None
                time.sleep(_TRIED_AGAIN)
        return self._client

    def _done(self, future: Any, batch: Batch) -> None:
        """In a thread of the client: a batch came to its end, whatever that is."""
        with self._lock:
            if self._futures.pop(id(batch), None) is None:
                return  # It was given out again.
        self._outbox.put((batch, self._found(future)))

    def _found(self, future: Any) -> Any:
        if future.status == "finished":
            try:
                return future.result(timeout=_CONNECT_SECONDS)
            except Exception:  # It went with its worker, before it could be fetched.
                return Gone.AWAY
        if future.status != "error":
            return Gone.AWAY
        error = future.exception(timeout=_CONNECT_SECONDS)
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
