"""Counters of the service, told in the text form that Prometheus reads. They name no address."""

from __future__ import annotations

from collections import Counter
from threading import Lock

_HELP = {
    "checks": "checks asked for, by what became of the question",
    "answers": "checks that ended, by level",
    "refused": "requests turned away, by reason",
    "guard": "addresses the fetch guard did not let us visit, by reason",
    "store": "answers that could not be saved",
}


class Metrics:
    """Counts. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._checks, self._seconds = 0, 0.0

    def count(self, name: str, **label: str) -> None:
        """One more of ``name`` with one label; label values come from our own code, never from input."""
        ((key, value),) = label.items()
        with self._lock:
            self._counts[name, key, value] += 1

    def observe(self, seconds: float) -> None:
        """One more check took ``seconds``."""
        with self._lock:
            self._checks += 1
            self._seconds += seconds

    def text(self, gauges: dict[str, int]) -> str:
        """Everything counted, and ``gauges`` as they are now."""
        with self._lock:
            counts = sorted(self._counts.items())
            checks, seconds = self._checks, self._seconds
        lines: list[str] = []
        for name, about in _HELP.items():
            lines += [f"# HELP rxlens_{name}_total {about}", f"# TYPE rxlens_{name}_total counter"]
            lines += [
                f'rxlens_{name}_total{{{key}="{value}"}} {count}'
                for (counted, key, value), count in counts
                if counted == name
            ]
        lines += ["# TYPE rxlens_check_seconds summary"]
        lines += [f"rxlens_check_seconds_sum {seconds:.3f}", f"rxlens_check_seconds_count {checks}"]
        for name, value in gauges.items():
            lines += [f"# TYPE rxlens_checks_{name} gauge", f"rxlens_checks_{name} {value}"]
        return "\n".join(lines) + "\n"
