"""Asking an application as its clients do."""

from __future__ import annotations

import json
import time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CHECKS = "/api/v1/checks"


def body_of(response: TestResponse) -> Any:
    return json.loads(response.data)


def ask(client: FlaskClient, url: str, **more: Any) -> TestResponse:
    return client.post(CHECKS, json={"url": url, **more})


def finished(client: FlaskClient, check: str, seconds: float = 20) -> dict[str, Any]:
    """The check called ``check`` when it is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found: dict[str, Any] = body_of(client.get(f"{CHECKS}/{check}"))
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.02)
    raise AssertionError("the check does not end")


def answer(client: FlaskClient, url: str, **more: Any) -> dict[str, Any]:
    """Ask and wait for the answer."""
    response = ask(client, url, **more)
    assert response.status_code in (200, 202), response.data
    return finished(client, body_of(response)["id"])


def routes(app: Flask, method: str = "GET") -> list[str]:
    """An address of every route of ``app`` that takes ``method``, in English and German."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            path = rule.rule.replace("<any(de,fr,es,it,pl):lang>", "de")
            for name in rule.arguments:
                path = path.replace(f"<{name}>", "x").replace(f"<path:{name}>", "css/rxlens.css")
            found.append(path)
    return sorted(set(found))
