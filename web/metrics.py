"""What the service counts and times, for Prometheus. No name and no label holds an address.

Label values come out of our own tables (levels, reasons, sources, routes), never from a request: so that
nobody's question is in them, and nobody can fill the memory with them.
"""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

disable_created_metrics()  # type: ignore[no-untyped-call]

_COUNTERS = {
    "checks": ("checks asked for, by what became of the question", ("state",)),
    "answers": ("checks that ended, by level", ("level",)),
    "sources": ("sources asked, by what came of it: found, or why it is missing", ("source", "outcome")),
    "requests": ("requests answered, by route and status", ("route", "status")),
    "refused": ("requests turned away, by reason", ("reason",)),
    "guard": ("addresses the fetch guard did not let us visit, by reason", ("reason",)),
    "store": ("answers that could not be saved", ("what",)),
}  # fmt: skip
_TIMES = {
    "check": ("seconds a check took", (), (0.1, 0.25, 0.5, 1, 2, 4, 6, 8, 10, 15)),
    "source": ("seconds one source of a check took", ("source",), (0.1, 0.25, 0.5, 1, 2, 4, 8)),
    "request": ("seconds an answer took", (), (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)),
}  # fmt: skip


class Metrics:
    """Counts and times of one service, and whatever else is put into its ``registry``. Thread-safe."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._counters = {
            name: Counter(f"rxlens_{name}", about, labels, registry=self.registry)
            for name, (about, labels) in _COUNTERS.items()
        }
        self._times = {
            name: Histogram(
                f"rxlens_{name}_seconds", about, labels, registry=self.registry, buckets=buckets
            )
            for name, (about, labels, buckets) in _TIMES.items()
        }

    def count(self, name: str, **labels: str) -> None:
        """One more of ``name``; label values come from our own code, never from input."""
        self._counters[name].labels(**labels).inc()

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """One more of ``name`` took ``seconds``."""
        timed = self._times[name]
        (timed.labels(**labels) if labels else timed).observe(seconds)

    def text(self) -> bytes:
        """Everything as it is now, in the text form that Prometheus reads."""
        return generate_latest(self.registry)
