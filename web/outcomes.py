"""What became of the sources of one check: counted, timed, and put into few words for the log."""

from __future__ import annotations

import time

from checker.evidence import Event, Missing, MissingReason, Started
from web.metrics import Metrics

_NO_FAULT = (MissingReason.NOT_ASKED, MissingReason.NOT_APPLICABLE, MissingReason.NOT_FOUND)
"""Reasons why nothing came that are nobody's failure."""
FOUND = "found"


class Outcomes:
    """The sources of one check, as their events come."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._begun: dict[str, float] = {}
        self._failed: list[str] = []

    def note(self, event: Event) -> None:
        """Take an event in."""
        if isinstance(event, Started):
            self._begun[event.source] = time.monotonic()
            return
        source, value = event.observation.source, event.observation.value
        begun = self._begun.pop(source, None)
        if begun is not None:
            self._metrics.observe("source", time.monotonic() - begun, source=source)
        if not isinstance(value, Missing):
            self._metrics.count("sources", source=source, outcome=FOUND)
            return
        self._metrics.count("sources", source=source, outcome=value.reason.value)
        if value.reason not in _NO_FAULT:
            self._failed.append(f"{source}:{value.reason.value}")
        if source == "page" and value.reason is MissingReason.REFUSED_ADDRESS:
            self._metrics.count("guard", reason="on_the_way")

    @property
    def failed(self) -> str:
        """The sources that failed, each with its reason, between commas."""
        return ",".join(self._failed)
