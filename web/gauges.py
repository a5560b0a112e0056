"""How the service stands now, told when Prometheus asks: queues, store, lists, model, memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

import checker
from checker import model
from checker.registers import sources
from web.memory import of_children
from web.store import NotStored

if TYPE_CHECKING:
    from web.service import Service


class Gauges(Collector):
    """Everything that is so at the moment, of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, as Prometheus' library asks for them."""
        yield from self._state()
        yield from self._load()
        yield from self._store()
        yield from _lists()

    def _state(self) -> Iterator[GaugeMetricFamily]:
        ready = self._service.engine.is_ready
        yield _one("ready", "1 when tables and model are loaded", ready)
        versions = {"version": checker.__version__, "model": _model() if ready else ""}
        yield _labelled("build_info", "versions of program and model", versions)
        children = of_children()
        if children is not None:
            yield _one(
                "children_memory_bytes",
                "memory of the page-reading processes, shared parts once",
                children,
            )

    def _load(self) -> Iterator[GaugeMetricFamily]:
        settings = self._service.settings
        for name, value in self._service.checks.load.items():
            yield _one(f"checks_{name}", f"checks that are {_LOAD[name]}", value)
        yield _one("checks_running_limit", "checks under way at most", settings.checks_at_once)
        yield _one("checks_waiting_limit", "checks waiting at most", settings.checks_waiting)
        yield _one("streams", "event streams that are open", self._service.streams)
        yield _one("streams_limit", "event streams open at most", settings.streams)

    def _store(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily(
            "rxlens_store_up", "1 when a part of the store can be used", labels=["part"]
        )
        for part, problem in self._service.store.problems.items():
            if problem != "off":
                up.add_metric([part], float(not problem))
        yield up
        shared = self._service.shared.problem
        if shared != "off":
            yield _one(
                "limits_shared", "1 when limits are counted with other processes", not shared
            )
        offered = self._service.lists.current
        if offered is not None:
            expires = datetime.fromisoformat(offered.expires_at).timestamp()
            yield _one(
                "signed_list_expires_timestamp_seconds", "when the signed list ends", expires
            )
        try:
            appeals = self._service.store.appeals()
        except NotStored:
            return
        yield _one("appeals", "appeals that nobody dealt with yet", len(appeals))
        if appeals:
            oldest = min(made for _, made, _ in appeals)
            yield _one("appeals_oldest_timestamp_seconds", "when the oldest of them came", oldest)


_LOAD = {
    "running": "under way",
    "waiting": "waiting for their turn",
    "bulk": "waiting behind all others",
    "remembered": "remembered, under way or done",
}


def _lists() -> Iterator[GaugeMetricFamily]:
    day = GaugeMetricFamily(
        "rxlens_list_timestamp_seconds", "day of the copy of a list that is in use", labels=["list"]
    )
    rows = GaugeMetricFamily("rxlens_list_rows", "entries of that copy", labels=["list"])
    warned = GaugeMetricFamily(
        "rxlens_list_warning", "1 when age or damage takes from its worth", labels=["list"]
    )
    for state in sources():
        if state.snapshot is not None:
            name = [state.source.id]
            day.add_metric(name, _midnight(state.snapshot))
            rows.add_metric(name, state.rows)
            warned.add_metric(name, float(state.warning is not None))
    yield from (day, rows, warned)


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()


def _model() -> str:
    """The name of the trained model, ``none`` when it cannot be used."""
    found = model.shipped()
    return found.name if isinstance(found, model.Model) else "none"


def _one(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"rxlens_{name}", about, value=float(value))


def _labelled(name: str, about: str, labels: dict[str, str]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"rxlens_{name}", about, labels=list(labels))
    family.add_metric(list(labels.values()), 1.0)
    return family
