"""What is noted of each request: its number, one line of the log, and what Prometheus counts.

Of the address only the rule it matches is told, never the address: it may hold what leads to a report.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

from web.logs import begin_request, fields, request_number
from web.metrics import Metrics

log = logging.getLogger("rxlens.web.requests")

HEADER = "X-Request-Id"
NO_ROUTE = "none"


def watch(app: Flask, metrics: Metrics) -> None:
    """Note every request of ``app``."""

    @app.before_request
    def begin() -> None:
        begin_request()
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        took = time.perf_counter() - g.begun
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        metrics.count("requests", route=route, status=str(response.status_code))
        metrics.observe("request", took)
        response.headers[HEADER] = request_number()
        told = {"refused": g.refused} if "refused" in g else {}
        log.info(
            "answered",
            extra=fields(
                method=_METHODS.get(request.method, "other"),
                route=route,
                status=response.status_code,
                seconds=round(took, 4),
                **told,
            ),
        )
        return response


_METHODS = {name: name for name in ("GET", "HEAD", "POST", "OPTIONS")}
"""The methods that are told by their names: any other is the client's own word."""
